import type { ArtifactRow } from "./repository";
import type { ArtifactView } from "./schema";

export function viewOf(row: ArtifactRow): ArtifactView {
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
  };
}
