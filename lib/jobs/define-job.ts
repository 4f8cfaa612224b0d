import type { Ctx } from "@/lib/platform/context";
import { scheduleProblem } from "@/lib/schedules";
import { type RetryPolicy, USUAL_RETRY } from "./back-off";

/** `everyMs` counts from the end of one run to the beginning of the next; `cron` fires on the clock of `timeZone`. */
export type JobSchedule = { everyMs: number } | { cron: string; timeZone: string };

export type JobTurn = {
  ctx: Ctx;
  /** Aborted when the time is over, when the process drains, and when another process has taken the job over. */
  signal: AbortSignal;
  /** "woken": only what has just been announced is asked for. A due run does that too. */
  reason: "due" | "woken";
};

export type Job = JobSchedule & {
  /** Stable: it names the row, the metrics and the words in the console. */
  name: string;
  /** A run that takes longer is asked to stop and counts as failed. */
  timeoutMs: number;
  /** "one at a time": one process of the installation runs it, and another takes over when that one ends. */
  scope: "everywhere" | "one at a time";
  /** Who the audit log says did it, when that is not the job's name. */
  actor?: string;
  retry: RetryPolicy;
  /** Calls `rouse` whenever there may be something to do before the next run is due; returns how to stop that. */
  wake?: (rouse: () => void) => () => void;
  /** "again": something is left that can be done at once. A throw is a failure. */
  run(turn: JobTurn): Promise<"again" | undefined>;
};

type Given = JobSchedule & Omit<Job, "retry"> & { retry?: RetryPolicy };

const NAME = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/;
/** A timer of Node ends at 24 days; no run of ours comes near. */
const LONGEST_TIMEOUT_MS = 24 * 3_600_000;

/** Periodic work of the product itself. What cannot be followed is refused here, when the process starts. */
export function defineJob(given: Given): Job {
  const refuse = (why: string): never => {
    throw new Error(`The job ${JSON.stringify(given.name)} cannot be defined: ${why}`);
  };
  if (!NAME.test(given.name)) refuse("its name is not in lower case with single hyphens");
  if (!(given.timeoutMs > 0 && given.timeoutMs <= LONGEST_TIMEOUT_MS))
    refuse(`timeoutMs is ${given.timeoutMs}, and must be above 0 and at most a day`);
  if ("cron" in given) {
    const problem = scheduleProblem(given.cron, given.timeZone, new Date());
    if (problem) refuse(problem.detail);
  } else if (!(given.everyMs >= 1 && Number.isFinite(given.everyMs)))
    refuse(`everyMs is ${given.everyMs}, and must be at least 1`);
  return { ...given, retry: given.retry ?? USUAL_RETRY };
}
