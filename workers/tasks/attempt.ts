import { randomBytes } from "node:crypto";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createLogWriter, type LogWriter } from "@/lib/logs";
import { TaskSpec } from "@/lib/pipelines/schema";
import type { Deps } from "@/lib/platform/context";
import { attemptToken, sha256Hex } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { childEnv, searchPath } from "@/lib/platform/env";
import type { FinishInput } from "@/lib/runs";
import type { ClaimedAttempt } from "@/lib/tasks";
import { commandOf, UnsupportedError } from "./command";
import { runCommand } from "./process";
import { readResult } from "./result-file";
import { fill, TemplateError, type TemplateValues } from "./template";

export type AttemptOutcome = Omit<FinishInput, "attemptId" | "workerId">;
type Verdict = Pick<AttemptOutcome, "outcome"> & Partial<AttemptOutcome>;

const EXIT_SKIPPED = 99;
/** Why we end a task, as the abort reason: a person's or policy's word, or our own. */
export const WORKER_STOPPED = "worker_stopped";
export const LEASE_LOST = "lease_lost";

/** Runs one claimed attempt to its end. Never throws: whatever goes wrong is the attempt's outcome. */
export async function runAttempt(
  deps: Deps,
  claimed: ClaimedAttempt,
  options: { dataUrl: string; signal: AbortSignal },
): Promise<AttemptOutcome> {
  const onError = (error: unknown) =>
    deps.log.warn({ err: error, attempt_id: claimed.attemptId }, "a chunk of a log was not stored");
  const log = createLogWriter({ storage: deps.storage, sql: poolSql(deps.db.pool), onError }, claimed);
  const verdict = await execute(deps, claimed, log, options).catch(failureOf);
  if (verdict.errorDetail) log.say(verdict.errorDetail);
  const { lines, bytes } = await log.close();
  return {
    exitCode: null,
    signal: null,
    errorCode: null,
    errorDetail: null,
    result: null,
    usage: null,
    infra: false,
    ...verdict,
    logLines: lines,
    logBytes: bytes,
  };
}

async function execute(
  deps: Deps,
  claimed: ClaimedAttempt,
  log: LogWriter,
  options: { dataUrl: string; signal: AbortSignal },
): Promise<Verdict> {
  const task = TaskSpec.parse(claimed.task);
  const values: TemplateValues = {
    run_id: claimed.runId,
    data_interval_start: claimed.dataIntervalStart?.toISOString() ?? null,
    data_interval_end: claimed.dataIntervalEnd?.toISOString() ?? null,
    params: claimed.params,
  };
  const argv = commandOf(task, values);
  if (argv === null) return { outcome: "success" };
  const own = Object.fromEntries(Object.entries(task.env).map(([key, text]) => [key, fill(text, values)]));
  const dir = await mkdtemp(join(tmpdir(), "gwanje-task-"));
  try {
    await chmod(dir, 0o700);
    const files = { input: join(dir, ".gwanje-input.json"), result: join(dir, ".gwanje-result.json") };
    await writeFile(files.input, JSON.stringify(inputOf(claimed, task)), { mode: 0o600 });
    const env = childEnv({
      LANG: "C.UTF-8",
      ...own,
      ...contractEnv(deps, claimed, options.dataUrl, dir, files),
    });
    const ended = await runCommand({
      argv,
      cwd: dir,
      env,
      timeoutMs: task.execution_timeout_ms,
      signal: options.signal,
      onOutput: (stream, bytes) => log.write(stream, bytes),
    });
    if (!ended.spawned) {
      const errorDetail = `"${argv[0]}" could not be started: ${ended.error.message}`;
      return { outcome: "failed", errorCode: "spawn_failed", errorDetail };
    }
    const { exitCode, signal } = ended;
    if (options.signal.aborted) return { ...stoppedBy(String(options.signal.reason)), exitCode, signal };
    if (ended.timedOut) {
      const errorDetail = `The task ran longer than its limit of ${task.execution_timeout_ms} ms and was ended.`;
      return { outcome: "failed", errorCode: "timeout", errorDetail, exitCode, signal };
    }
    if (exitCode === EXIT_SKIPPED) return { outcome: "skipped", exitCode };
    if (exitCode !== 0) {
      const how = signal ? `was ended by ${signal}` : `ended with exit code ${exitCode}`;
      const errorCode = signal ? "signal" : "exit_code";
      return { outcome: "failed", errorCode, errorDetail: `The process ${how}.`, exitCode, signal };
    }
    const result = await readResult(files.result);
    if (result.ok) return { outcome: "success", exitCode, result: result.value };
    return { outcome: "failed", errorCode: result.code, errorDetail: result.detail, exitCode };
  } finally {
    await rm(dir, { recursive: true, force: true }).catch((error: unknown) =>
      deps.log.warn({ err: error, dir }, "a task's directory was not removed"),
    );
  }
}

function inputOf(claimed: ClaimedAttempt, task: TaskSpec) {
  return {
    params: claimed.params,
    inputs: claimed.upstreamResults,
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

/** Nothing of this process's environment but the search path; ours wins over the task's own. */
function contractEnv(
  deps: Deps,
  claimed: ClaimedAttempt,
  dataUrl: string,
  dir: string,
  files: { input: string; result: string },
) {
  return {
    PATH: searchPath(),
    HOME: dir,
    TMPDIR: dir,
    TZ: "UTC",
    GWANJE_RUN_ID: claimed.runId,
    GWANJE_DAG_ID: claimed.dagId,
    GWANJE_TASK_ID: claimed.taskId,
    GWANJE_ATTEMPT_ID: claimed.attemptId,
    GWANJE_TRY_NUMBER: String(claimed.number),
    GWANJE_LOGICAL_DATE: claimed.logicalDate?.toISOString() ?? "",
    GWANJE_DATA_INTERVAL_START: claimed.dataIntervalStart?.toISOString() ?? "",
    GWANJE_DATA_INTERVAL_END: claimed.dataIntervalEnd?.toISOString() ?? "",
    GWANJE_URL: dataUrl,
    GWANJE_TOKEN: attemptToken(deps.secret, claimed.attemptId),
    GWANJE_INPUT_FILE: files.input,
    GWANJE_RESULT_FILE: files.result,
    GWANJE_BUCKET: deps.storage.bucket,
    TRACEPARENT: `00-${sha256Hex(claimed.runId).slice(0, 32)}-${randomBytes(8).toString("hex")}-01`,
  };
}

function stoppedBy(reason: string): Verdict {
  if (reason === "cancelled") {
    return { outcome: "cancelled", errorCode: "cancelled", errorDetail: "The task was cancelled." };
  }
  const infra = reason === WORKER_STOPPED || reason === LEASE_LOST;
  return { outcome: "failed", errorCode: reason, errorDetail: `The task was ended: ${reason}.`, infra };
}

function failureOf(error: unknown): Verdict {
  const errorDetail = error instanceof Error ? error.message : String(error);
  if (error instanceof UnsupportedError)
    return { outcome: "failed", errorCode: "unsupported_kind", errorDetail };
  if (error instanceof TemplateError) return { outcome: "failed", errorCode: "template", errorDetail };
  return { outcome: "failed", errorCode: "worker_error", errorDetail, infra: true };
}
