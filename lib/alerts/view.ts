import type { AlertRow } from "./repository";
import type { AlertView } from "./schema";

export function alertView(row: AlertRow): AlertView {
  return {
    id: row.id,
    endpoint: row.endpoint,
    name: row.name,
    metric: row.metric,
    input: row.input,
    output: row.output,
    comparison: row.comparison,
    threshold: row.threshold,
    window_minutes: row.windowMinutes,
    min_rows: row.minRows,
    looks: row.looks,
    webhook_id: row.webhookId,
    enabled: row.enabled,
    state: row.state,
    since: row.since.toISOString(),
    value: row.value,
    subject: row.subject,
    error: row.error,
    looked_at: row.lookedAt?.toISOString() ?? null,
    version: row.version,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}
