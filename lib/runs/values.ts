/**
 * Why an attempt did not succeed. Programs rely on the codes, so they never change. People read `runs.error_code` of
 * the message catalogue, with the worker's message below it.
 */
export const ERROR_CODES = [
  // The process itself.
  "exit_code",
  "no_retry",
  "signal",
  "spawn_failed",
  "result_too_large",
  "result_invalid",
  // Limits.
  "timeout",
  "oom",
  "disk_full",
  "too_many_processes",
  // Something that the task needs is missing.
  "template",
  "code",
  "missing_connection",
  "missing_secret",
  "inputs_too_large",
  // Our own programs: http and sql tasks.
  "bad_url",
  "forbidden_address",
  "unknown_host",
  "unreachable",
  "http_status",
  "sql",
  "input",
  "output",
  "task_error",
  // It was killed on purpose.
  "cancelled",
  "cleared",
  "timed_out",
  "fenced",
  // The machine.
  "lease_lost",
  "worker_stopped",
  "worker_error",
] as const;
export type AttemptErrorCode = (typeof ERROR_CODES)[number];

export function isErrorCode(code: string): code is AttemptErrorCode {
  return ERROR_CODES.some((one) => one === code);
}

type Round = { version: number; params: Record<string, unknown> };

/**
 * The version and parameters that an attempt ran with: those of the past round that it belongs to, or the run's present
 * ones. `past` is sorted; an entry covers all attempts up to its clear_number.
 */
export function ranWith(
  run: Round & { past: readonly (Round & { clear_number: number })[] },
  clearNumber: number,
): Round {
  const { version, params } = run.past.find((round) => round.clear_number >= clearNumber) ?? run;
  return { version, params };
}

export const RUN_STATES = ["queued", "running", "success", "failed", "cancelled"] as const;
export const RUN_TYPES = ["scheduled", "manual", "backfill"] as const;
/** Newest or longest first with a minus. */
export const RUN_SORTS = [
  "-created",
  "-started",
  "started",
  "-duration",
  "duration",
  "-logical_date",
  "logical_date",
] as const;
/** Those that a person looks for; a removed task is in no list. */
export const LISTED_TASK_STATES = [
  "none",
  "queued",
  "running",
  "up_for_retry",
  "success",
  "failed",
  "skipped",
  "upstream_failed",
  "cancelled",
] as const;

/** What a saved view of runs or tasks keeps of the page's address. */
export const VIEW_KEYS = [
  ...["q", "state", "pipeline", "type", "tag", "by", "backfill", "version"],
  ...["when", "from", "to", "lfrom", "lto", "task", "worker", "queue", "pool", "sort", "cols"],
] as const;
