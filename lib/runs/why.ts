import type { Sql } from "@/lib/platform/db";
import { failedTasks } from "./repository/views";
import { waitsOfRuns } from "./waiting";

/** At most this many failed tasks are read for a page of runs. */
const MOST_FAILED = 2_000;

export type Row = Record<string, unknown>;

/** With the reason why a run waits, and the task that failed first. */
export async function withReasons(sql: Sql, rows: readonly Row[], now: Date): Promise<Row[]> {
  const waits = await waitsOfRuns(sql, rows.map(stateOf), now);
  const ids = rows
    .filter(({ state }) => state === "failed" || state === "running")
    .map(({ id }) => String(id));
  const failed = ids.length > 0 ? await failedTasks(sql, ids, MOST_FAILED) : [];
  // The newest come first, so the oldest failure of a run is set last and stays.
  const errors = new Map(failed.map(({ id, run_id, ...error }) => [run_id, error]));
  return rows.map((row) => ({
    ...row,
    waits_for: waits.get(String(row.id)) ?? null,
    error: errors.get(String(row.id)) ?? null,
  }));
}

export function stateOf(row: Row): { id: string; state: string } {
  return { id: String(row.id), state: String(row.state) };
}
