import { deleteArtifactsOf } from "@/lib/artifacts";
import { deleteLogsOf } from "@/lib/logs";
import type { Sql } from "@/lib/platform/db";
import { removeLater } from "@/lib/platform/storage/removal";
import { deleteRunRows } from "@/lib/runs";
import { deleteOutboxOf } from "@/lib/tasks";
import { lockEnded, weigh } from "./repository";
import type { Removed } from "./schema";

/** Tasks per transaction, so that a statement stays well within its time limit. */
export const TASKS_AT_ONCE = 2_000;

/**
 * Deletes runs with their tasks, attempts, logs and artifacts in the caller's transaction, and notes their objects for
 * removal. Skips active and pinned runs. Lock order: run, attempt, task.
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
  // Rows without a foreign key go first; tasks and attempts go with their run by cascade.
  await deleteArtifactsOf(sql, locked);
  await deleteLogsOf(sql, locked);
  await deleteOutboxOf(sql, locked);
  await deleteRunRows(sql, locked);
  return removed;
}
