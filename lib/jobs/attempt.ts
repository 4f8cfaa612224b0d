import type { Ctx } from "@/lib/platform/context";
import type { Job, JobTurn } from "./define-job";

export type Attempted =
  | { outcome: "succeeded"; again: boolean }
  | { outcome: "failed"; error: unknown }
  /** It was asked to stop by `stop` and did: neither a success nor a failure. */
  | { outcome: "stopped" };

/** A run that was asked to stop has this long before it counts as stuck. */
export const STUCK_AFTER_MS = 5_000;

/**
 * Runs a job once. Resolves when the run has come back, however late that is, so that its loop never starts it twice.
 * `onStuck` is called once when the time is over and the run goes on all the same.
 */
export async function attempt(
  job: Job,
  { ctx, reason }: { ctx: Ctx; reason: JobTurn["reason"] },
  stop: AbortSignal,
  onStuck: (error: Error) => void,
): Promise<Attempted> {
  const abort = new AbortController();
  const late = new Error(`It took longer than ${job.timeoutMs / 1_000} s, and was asked to stop`);
  const end = () => abort.abort(stop.reason);
  // By hand, not AbortSignal.any: that keeps a trace of each run on a signal that lives as long as the process.
  stop.addEventListener("abort", end, { once: true });
  if (stop.aborted) end();
  let stuck: NodeJS.Timeout | undefined;
  const timeout = setTimeout(() => {
    abort.abort(late);
    stuck = setTimeout(() => onStuck(new Error(`${late.message}; it has not stopped yet`)), STUCK_AFTER_MS);
  }, job.timeoutMs);
  const isLate = () => abort.signal.reason === late;
  try {
    const answer = await job.run({ ctx, reason, signal: abort.signal });
    return isLate()
      ? { outcome: "failed", error: late }
      : { outcome: "succeeded", again: answer === "again" };
  } catch (error) {
    if (isLate()) return { outcome: "failed", error: late };
    return stop.aborted ? { outcome: "stopped" } : { outcome: "failed", error };
  } finally {
    clearTimeout(timeout);
    clearTimeout(stuck);
    stop.removeEventListener("abort", end);
  }
}
