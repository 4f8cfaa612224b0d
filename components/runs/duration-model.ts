import type { NamedRun } from "@/lib/client/run-name";
import type { RunView } from "@/lib/runs/schema";

export type DurationRow = {
  id: string;
  run: NamedRun;
  state: string;
  /** Waiting time, and running time of all rounds, in ms; a running run counts up to now. */
  waitMs: number;
  runMs: number;
  /** Median of the successful runs among this one and the nine before; null without any. */
  medianMs: number | null;
};

const MEDIAN_OVER = 10;

/** Converts runs (newest first) to bars from old to new. */
export function durationRows(
  runs: readonly (NamedRun &
    Pick<RunView, "id" | "state" | "queued_at" | "started_at" | "finished_at" | "ran_before_ms">)[],
  now: number,
): DurationRow[] {
  const rows = runs.toReversed().map((run) => {
    const end = run.finished_at === null ? now : Date.parse(run.finished_at);
    // A run cancelled before its start has waiting time only.
    const start = run.started_at === null ? end : Date.parse(run.started_at);
    return {
      id: run.id,
      run,
      state: run.state,
      waitMs: Math.max(0, start - Date.parse(run.queued_at)),
      runMs: Math.max(0, end - start) + run.ran_before_ms,
    };
  });
  return rows.map((row, at) => ({
    ...row,
    medianMs: median(
      rows
        .slice(Math.max(0, at - MEDIAN_OVER + 1), at + 1)
        .filter(({ state }) => state === "success")
        .map(({ runMs }) => runMs),
    ),
  }));
}

function median(values: readonly number[]): number | null {
  const sorted = values.toSorted((one, other) => one - other);
  const [low, high] = [sorted[Math.ceil(sorted.length / 2) - 1], sorted[Math.floor(sorted.length / 2)]];
  return low === undefined || high === undefined ? null : (low + high) / 2;
}
