import { fileKey } from "./keys";
import type { BatchRow } from "./repository/batches";
import type { BatchView } from "./schema";

export function viewOf(row: BatchRow, bucket: string): BatchView {
  const addressOf = (file: "output" | "errors" | "manifest") => `s3://${bucket}/${fileKey(row.id, file)}`;
  return {
    id: row.id,
    endpoint: row.endpoint,
    model: { name: row.modelName, version: row.modelVersion },
    feature_service: row.featureService,
    source: row.source,
    format: row.format,
    key_columns: row.keyColumns,
    rows_per_run: row.rowsPerRun,
    deadline_ms: row.deadlineMs,
    state: row.state,
    rows: row.rows,
    rows_done: row.rowsDone,
    rows_failed: row.rowsFailed,
    parts: row.parts,
    parts_done: row.partsDone,
    parts_failed: row.partsFailed,
    error: row.error,
    files:
      row.state === "succeeded"
        ? { output: addressOf("output"), errors: addressOf("errors"), manifest: addressOf("manifest") }
        : null,
    created_by: row.createdByName,
    created_at: row.createdAt.toISOString(),
    started_at: row.startedAt?.toISOString() ?? null,
    ended_at: row.endedAt?.toISOString() ?? null,
  };
}
