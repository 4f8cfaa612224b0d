import { InvalidError } from "@/lib/platform/errors";
import { type AttemptErrorCode, type FinishInput, isErrorCode } from "@/lib/runs";
import { CodeError } from "./code-cache";
import { InputsTooLarge } from "./inputs";
import { MissingConnection } from "./plan";
import { AbortedEarly, TooLongToPrepare } from "./preparing";
import { type Ended, LEASE_LOST } from "./process";
import { TemplateError } from "./template";

export type AttemptOutcome = Omit<FinishInput, "attemptId" | "workerId">;
export type Verdict = Pick<AttemptOutcome, "outcome"> & Partial<AttemptOutcome>;

const EXIT_SKIPPED = 99;
const EXIT_NO_RETRY = 98;
/** Abort reasons of a task: a kill order from the database, or our own. */
export const WORKER_STOPPED = "worker_stopped";

/** The failure of an ended process; null when it exited with 0 and its result decides. */
export function verdictOf(
  ended: Ended,
  of: {
    program: string;
    timeoutMs: number | null;
    noRetryExitCodes: readonly number[];
    /** The failure that one of our own programs reported. */
    report: { code: AttemptErrorCode; detail: string } | null;
  },
): Verdict | null {
  if (!ended.spawned) {
    const errorDetail = `"${of.program}" could not be started: ${ended.error.message}`;
    return { outcome: "failed", errorCode: "spawn_failed", errorDetail };
  }
  const { exitCode, signal, usage } = ended;
  const failed = (errorCode: AttemptErrorCode, errorDetail: string): Verdict => ({
    outcome: "failed",
    errorCode,
    errorDetail,
    exitCode,
    signal,
    usage,
  });
  if (ended.abortReason !== null) return { ...stoppedBy(ended.abortReason), exitCode, signal, usage };
  if (ended.cause) return failed(ended.cause.code, ended.cause.detail);
  if (ended.timedOut) {
    return failed("timeout", `The task ran longer than its limit of ${of.timeoutMs} ms and was ended.`);
  }
  if (exitCode === 0) return null;
  if (exitCode === EXIT_SKIPPED) return { outcome: "skipped", exitCode, usage };
  if (of.report) return failed(of.report.code, of.report.detail);
  if (exitCode !== null && (exitCode === EXIT_NO_RETRY || of.noRetryExitCodes.includes(exitCode))) {
    const detail = `The process ended with exit code ${exitCode}, which asks for no other try.`;
    return { ...failed("no_retry", detail), noRetry: true };
  }
  const how = signal ? `was ended by ${signal}` : `ended with exit code ${exitCode}`;
  return failed(signal ? "signal" : "exit_code", `The process ${how}.`);
}

function stoppedBy(reason: string): Verdict {
  if (reason === "cancelled") {
    return { outcome: "cancelled", errorCode: "cancelled", errorDetail: "The task was cancelled." };
  }
  const infra = reason === WORKER_STOPPED || reason === LEASE_LOST;
  const errorCode = isErrorCode(reason) ? reason : "worker_error";
  return { outcome: "failed", errorCode, errorDetail: `The task was ended: ${reason}.`, infra };
}

/** The outcome of an attempt whose process could not run. */
export function verdictOfError(error: unknown): Verdict {
  const errorDetail = error instanceof Error ? error.message : String(error);
  const failed = (errorCode: AttemptErrorCode): Verdict => ({ outcome: "failed", errorCode, errorDetail });
  if (error instanceof MissingConnection) return failed("missing_connection");
  // Only the look-up of secrets throws this here.
  if (error instanceof InvalidError) return failed("missing_secret");
  if (error instanceof TemplateError) return failed("template");
  if (error instanceof CodeError) return failed("code");
  if (error instanceof AbortedEarly) return stoppedBy(error.reason);
  if (error instanceof TooLongToPrepare) return { ...failed("timeout"), infra: true };
  if (error instanceof InputsTooLarge) return { ...failed("inputs_too_large"), noRetry: true };
  return { ...failed("worker_error"), infra: true };
}
