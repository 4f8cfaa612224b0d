/**
 * Why an attempt did not end well. A code is for programs and stays what it is; people read `runs.error_code` of the
 * message catalogue, and below it the worker's own words.
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
  // What the task needs and did not get.
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
  // Somebody or something ended it.
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
 * What an attempt ran with: what its run was at the end of that round, or what it is now. `past` is in order, and an entry
 * is about all attempts up to its clear_number.
 */
export function ranWith(
  run: Round & { past: readonly (Round & { clear_number: number })[] },
  clearNumber: number,
): Round {
  const { version, params } = run.past.find((round) => round.clear_number >= clearNumber) ?? run;
  return { version, params };
}
