import { deleteArtifactsOf } from "@/lib/artifacts";
import { deleteLogsOf } from "@/lib/logs";
import type { Sql } from "@/lib/platform/db";
import { removeLater } from "@/lib/platform/storage/removal";
import { deleteRunRows } from "@/lib/runs";
import { deleteOutboxOf } from "@/lib/tasks";
import { lockEnded, weigh } from "./repository";
import type { Removed } from "./schema";

/** Of one transaction: so many rows that it ends well within the time limits of a statement. */
export const TASKS_AT_ONCE = 2_000;

/**
 * Removes runs with their tasks, attempts, logs and artifacts in the given transaction, and notes their objects for
 * removal after it. Runs that are active or pinned stay. Lock order as everywhere: run, then attempt, then task.
 */
export async function removeRuns(sql: Sql, runIds: readonly string[]): Promise<Removed> {
  const locked = await lockEnded(sql, runIds);
  const removed = await weigh(sql, locked);
  if (locked.length === 0) return removed;
  await removeLater(
    sql,
    locked.flatMap((id) => [
      { key: `artifacts/${id}/`, isPrefix: true },
      { key: `logs/${id}/`, isPrefix: true },
    ]),
  );
  // Rows that hang on the runs without a foreign key go first; tasks and attempts go with their run.
  await deleteArtifactsOf(sql, locked);
  await deleteLogsOf(sql, locked);
  await deleteOutboxOf(sql, locked);
  await deleteRunRows(sql, locked);
  return removed;
}
