import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { TaskSpec } from "@/lib/pipelines/schema";
import type { Deps } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { childEnv } from "@/lib/platform/env";
import type { ClaimedAttempt } from "@/lib/tasks";
import type { Box } from "./sandbox/box";

/** Paths of an attempt's files. */
export type Place = {
  dir: string;
  input: string;
  result: string;
  /** For our own programs: input, and reason of a failure. */
  job: string;
  error: string;
  codeDir: string | null;
};

export function placeIn(dir: string, codeDir: string | null): Place {
  return {
    dir,
    input: join(dir, ".gwanje-input.json"),
    result: join(dir, ".gwanje-result.json"),
    job: join(dir, ".gwanje-job.json"),
    error: join(dir, ".gwanje-error.json"),
    codeDir,
  };
}

/** Content of GWANJE_INPUT_FILE besides the inputs. */
export function inputOf(claimed: ClaimedAttempt, task: TaskSpec) {
  return {
    params: claimed.params,
    run: {
      id: claimed.runId,
      dag_id: claimed.dagId,
      run_key: claimed.runKey,
      run_type: claimed.runType,
      logical_date: claimed.logicalDate,
      data_interval_start: claimed.dataIntervalStart,
      data_interval_end: claimed.dataIntervalEnd,
    },
    task: {
      task_id: task.task_id,
      kind: task.kind,
      try_number: claimed.number,
      attempt_id: claimed.attemptId,
    },
  };
}

/**
 * By these MLflow's clients and "gwanje/task" log here, as this attempt. An author who names another server gets no token of
 * ours, because the client would send it there.
 */
function trackingEnv({ box, token, own }: Pick<EnvOptions, "box" | "token" | "own">) {
  if (own.MLFLOW_TRACKING_URI !== undefined) return {};
  return { MLFLOW_TRACKING_URI: `${box.dataUrl}/mlflow`, MLFLOW_TRACKING_TOKEN: token };
}

type EnvOptions = {
  root: string;
  token: string;
  ownProgram: boolean;
  box: Pick<Box, "searchPath" | "cookie" | "dataUrl">;
  own: Readonly<Record<string, string>>;
};

/**
 * The whole environment of a task; only the search path comes from this process. The author may override defaults (TZ,
 * HOME, Python's buffering) in `own`, but not the contract.
 */
export function taskEnv(
  deps: Pick<Deps, "storage">,
  claimed: ClaimedAttempt,
  place: Place,
  options: EnvOptions,
): NodeJS.ProcessEnv {
  const sdk = join(options.root, "lib", "sdk", "python");
  const habits = {
    HOME: place.dir,
    TMPDIR: place.dir,
    TZ: "UTC",
    LANG: "C.UTF-8",
    // Output is unbuffered for the live log, and Python writes no cache beside code that others run too.
    PYTHONUNBUFFERED: "1",
    PYTHONDONTWRITEBYTECODE: "1",
    ...(!options.ownProgram && trackingEnv(options)),
  };
  const contract = {
    PATH: options.box.searchPath,
    PYTHONPATH: [place.codeDir, sdk, options.own.PYTHONPATH].filter(Boolean).join(":"),
    GWANJE_RUN_ID: claimed.runId,
    GWANJE_DAG_ID: claimed.dagId,
    GWANJE_TASK_ID: claimed.taskId,
    GWANJE_ATTEMPT_ID: claimed.attemptId,
    GWANJE_TRY_NUMBER: String(claimed.number),
    GWANJE_LOGICAL_DATE: claimed.logicalDate?.toISOString() ?? "",
    GWANJE_DATA_INTERVAL_START: claimed.dataIntervalStart?.toISOString() ?? "",
    GWANJE_DATA_INTERVAL_END: claimed.dataIntervalEnd?.toISOString() ?? "",
    GWANJE_URL: options.box.dataUrl,
    GWANJE_TOKEN: options.token,
    GWANJE_INPUT_FILE: place.input,
    GWANJE_RESULT_FILE: place.result,
    ...(options.ownProgram && { GWANJE_JOB_FILE: place.job, GWANJE_ERROR_FILE: place.error }),
    GWANJE_BUCKET: deps.storage.bucket,
    TRACEPARENT: `00-${sha256Hex(claimed.runId).slice(0, 32)}-${randomBytes(8).toString("hex")}-01`,
    [options.box.cookie[0]]: options.box.cookie[1],
    ...(place.codeDir !== null && { GWANJE_CODE_DIR: place.codeDir }),
  };
  return childEnv({ ...habits, ...options.own, ...contract });
}
