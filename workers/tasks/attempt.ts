import { createLogWriter, type KeptChunk, type LogWriter } from "@/lib/logs";
import { taskMetrics } from "@/lib/metrics";
import { TaskSpec } from "@/lib/pipelines/schema";
import type { Deps } from "@/lib/platform/context";
import { attemptToken } from "@/lib/platform/crypto";
import { poolSql } from "@/lib/platform/db";
import { readVariables } from "@/lib/settings";
import type { ClaimedAttempt } from "@/lib/tasks";
import { codeDir } from "./code-cache";
import { createTail, headlineOf } from "./headline";
import { writeInput } from "./inputs";
import { createMask } from "./mask";
import { type PlanOptions, planTask } from "./plan";
import { type Preparing, preparing } from "./preparing";
import { runCommand } from "./process";
import { readReport, readResult } from "./result-file";
import type { Boxes } from "./sandbox/box";
import type { LimitWatch } from "./sandbox/limits";
import { storableText } from "./storable";
import { inputOf, placeIn, taskEnv } from "./task-env";
import { fill, type TemplateValues } from "./template";
import { type AttemptOutcome, type Verdict, verdictOf, verdictOfError } from "./verdict";

export type AttemptOptions = PlanOptions & {
  /** Address of the data plane for tasks. */
  dataUrl: string;
  /** GWANJE_HOME, absolute. */
  home: string;
  /** The installation folder, with node_modules and the Python SDK. */
  root: string;
  boxes: Boxes;
  limits: LimitWatch;
  storeChunk(chunk: KeptChunk, isLast: boolean): Promise<void>;
  /** Keeps a chunk of the log that could not be stored. */
  keepChunk(chunk: KeptChunk): Promise<void>;
  signal: AbortSignal;
};

/**
 * Runs one claimed attempt to its end. Never throws: every failure is the attempt's outcome. `logStored` resolves when
 * the last chunk of the log is stored; the next task need not wait for that.
 */
export async function runAttempt(
  deps: Deps,
  claimed: ClaimedAttempt,
  options: AttemptOptions,
): Promise<{
  outcome: AttemptOutcome;
  /** False when this machine could not start the task; null when that was not its fault or merit. */
  prepared: boolean | null;
  logStored: Promise<void>;
}> {
  const onError = (error: unknown) =>
    deps.log.warn({ err: error, attempt_id: claimed.attemptId }, "a chunk of a log was not stored");
  const startedAt = performance.now();
  const metrics = taskMetrics();
  let started = false;
  const log = createLogWriter({ store: options.storeChunk, onError, keep: options.keepChunk }, claimed);
  const { headline, ...verdict } = await execute(deps, claimed, log, {
    ...options,
    onStart() {
      started = true;
      metrics.startLatency.observe((performance.now() - startedAt) / 1_000);
    },
  }).catch((error): Ended => verdictOfError(error));
  if (verdict.errorDetail) log.say(verdict.errorDetail);
  const { lines, bytes, stored } = log.close();
  metrics.duration.observe({ outcome: verdict.outcome }, (performance.now() - startedAt) / 1_000);
  const detail = headline || verdict.errorDetail;
  const outcome = {
    exitCode: null,
    signal: null,
    errorCode: null,
    result: null,
    usage: null,
    infra: false,
    ...verdict,
    errorDetail: detail ? storableText(detail) : null,
    logLines: lines,
    logBytes: bytes,
  };
  const prepared = started || (outcome.infra && outcome.errorCode === "worker_error" ? false : null);
  return { outcome, prepared, logStored: stored };
}

/** `headline`: the program's own error message, shown instead of ours. */
type Ended = Verdict & { headline?: string | null };

/** For these codes our own message is only a number. */
const SAYS_LITTLE: ReadonlySet<string | null | undefined> = new Set(["exit_code", "no_retry"]);

async function execute(
  deps: Deps,
  claimed: ClaimedAttempt,
  log: LogWriter,
  options: AttemptOptions & { onStart(): void },
): Promise<Ended> {
  const task = TaskSpec.parse(claimed.task);
  const early = preparing(options.signal, task.execution_timeout_ms);
  try {
    return await runTask(deps, claimed, task, log, early, options);
  } finally {
    early.done();
  }
}

async function runTask(
  deps: Deps,
  claimed: ClaimedAttempt,
  task: TaskSpec,
  log: LogWriter,
  early: Preparing,
  options: AttemptOptions & { onStart(): void },
): Promise<Ended> {
  const values: TemplateValues = {
    run_id: claimed.runId,
    data_interval_start: claimed.dataIntervalStart?.toISOString() ?? null,
    data_interval_end: claimed.dataIntervalEnd?.toISOString() ?? null,
    params: claimed.params,
    time_zone: claimed.timeZone,
  };
  const { code, secrets, plan } = await early.within(fetchNeeds(deps, claimed, task, values, options));
  if (plan === null) return { outcome: "success" };
  const token = attemptToken(deps.secret, claimed.attemptId);
  const mask = createMask([token, ...Object.values(secrets), ...plan.hidden]);
  const filled = Object.fromEntries(Object.entries(task.env).map(([key, text]) => [key, fill(text, values)]));
  const box = await options.boxes.enter(claimed.attemptId, {
    codeDir: code,
    network: plan.job === null ? "tasks" : "machine",
  });
  try {
    const place = placeIn(box.dir, code);
    const head = inputOf(claimed, task);
    await early.within(writeInput(poolSql(deps.db.pool), claimed, head, { box, file: place.input }));
    early.done();
    const ownProgram = plan.job !== null;
    if (ownProgram) box.write(place.job, JSON.stringify(plan.job));
    const timeoutMs = task.execution_timeout_ms;
    const tail = createTail();
    const masked = mask.stream();
    // Our own programs may hold a connection's password, so they get nothing of the author's environment.
    const own = ownProgram ? {} : { ...filled, ...secrets };
    const ended = await runCommand({
      argv: plan.argv,
      box,
      limits: options.limits,
      env: taskEnv(deps, claimed, place, { ...options, token, ownProgram, box, own }),
      timeoutMs,
      signal: options.signal,
      onStart: options.onStart,
      async onOutput(bytes) {
        tail.push(bytes);
        // Only this much of the output is searched for a headline.
        if (!log.full) await log.write("o", masked.push(bytes));
      },
    });
    await log.write("o", masked.flush());
    const verdict = verdictOf(ended, {
      program: plan.argv[0] ?? "",
      timeoutMs,
      noRetryExitCodes: task.no_retry_exit_codes,
      report: ownProgram ? await readReport(place.error, box.uid) : null,
    });
    if (verdict?.errorDetail) {
      const headline = SAYS_LITTLE.has(verdict.errorCode) ? headlineOf(mask.text(tail.text())) : null;
      return { ...verdict, errorDetail: mask.text(verdict.errorDetail), headline };
    }
    if (verdict) return verdict;
    const usage = ended.spawned ? ended.usage : null;
    const result = await readResult(place.result, box.uid);
    if (result.ok) return { outcome: "success", exitCode: 0, result: mask.json(result.value), usage };
    const errorDetail = mask.text(result.detail);
    return { outcome: "failed", errorCode: result.code, errorDetail, exitCode: 0, usage };
  } finally {
    box.leave();
  }
}

async function fetchNeeds(
  deps: Deps,
  claimed: ClaimedAttempt,
  task: TaskSpec,
  values: TemplateValues,
  options: AttemptOptions,
) {
  const { codeSha256 } = claimed;
  const code = codeSha256 === null ? null : await codeDir({ ...deps, ...options }, codeSha256);
  const secrets = task.secrets.length === 0 ? {} : await readVariables(deps, task.secrets);
  return { code, secrets, plan: await planTask(deps, task, values, code, options) };
}
