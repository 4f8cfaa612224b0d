import type { Sql } from "@/lib/platform/db";
import { type ArtifactRow, findRunNames, type RunNameRow } from "./repository";
import type { ArtifactView } from "./schema";

export function viewOf(row: ArtifactRow, run?: RunNameRow): ArtifactView {
  return {
    id: row.id,
    run_id: row.runId,
    dag_id: row.dagId,
    task_id: row.taskId,
    attempt_id: row.attemptId,
    path: row.path,
    content_type: row.contentType,
    size_bytes: row.sizeBytes,
    sha256: row.sha256,
    created_at: row.createdAt.toISOString(),
    run: run ? nameOf(run) : null,
  };
}

/** The same with the names of their runs. */
export async function namedViews(
  sql: Sql,
  rows: readonly ArtifactRow[],
): Promise<(row: ArtifactRow) => ArtifactView> {
  const names = await findRunNames(sql, [...new Set(rows.map(({ runId }) => runId))]);
  const byRun = new Map(names.map((name) => [name.runId, name]));
  return (row) => viewOf(row, byRun.get(row.runId));
}

function nameOf(run: RunNameRow): ArtifactView["run"] {
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    run_key: run.runKey,
    run_type: run.runType,
    logical_date: iso(run.logicalDate),
    data_interval_start: iso(run.intervalStart),
    data_interval_end: iso(run.intervalEnd),
    time_zone: run.timeZone,
  };
}
