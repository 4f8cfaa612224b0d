import * as z from "zod";
import type { LabelRow, ListedRow, StoredRow, SummaryRow } from "./repository/read";
import type { PredictionSummary, PredictionView } from "./schema";

const ms = (us: number) => us / 1_000;

function summaryOf(row: SummaryRow) {
  return {
    id: row.id,
    at: row.at.toISOString(),
    endpoint: row.endpoint,
    protocol: row.protocol,
    variant: row.variant,
    model: { name: row.modelName, version: row.modelVersion },
    outcome: row.outcome,
    error: row.error,
    rows: row.rows,
    kept_rows: row.keptRows,
    total_ms: ms(row.parseUs + row.featuresUs + row.waitUs + row.runUs + row.encodeUs),
    caller: { type: row.callerType, id: row.callerId, name: row.callerName },
    labels: row.labels,
  };
}

export function listedView(row: ListedRow): PredictionSummary {
  return { ...summaryOf(row), request_text: row.requestText, response_text: row.responseText };
}

export function predictionView(
  row: StoredRow,
  { labels, earlier }: { labels: readonly LabelRow[]; earlier: string | null },
): PredictionView {
  return {
    ...summaryOf(row),
    request: row.request,
    given: listOf(row.given),
    features: featuresOf(row.features, row.at),
    response: listOf(row.response),
    latency_ms: {
      parse: ms(row.parseUs),
      features: ms(row.featuresUs),
      wait: ms(row.waitUs),
      run: ms(row.runUs),
      encode: ms(row.encodeUs),
    },
    run_id: row.runId,
    request_id: row.requestId,
    trace_id: row.traceId,
    earlier_id: earlier,
    feedback: labels.map(({ row: at, label, time, receivedAt }) => ({
      row: at,
      label: labelOf(label),
      time: time?.toISOString() ?? null,
      received_at: receivedAt.toISOString(),
    })),
  };
}

export function listOf(stored: unknown): unknown[] | null {
  return Array.isArray(stored) ? stored : null;
}

function labelOf(label: unknown): string | number | boolean {
  return typeof label === "number" || typeof label === "boolean" ? label : String(label);
}

/** As kept.ts writes them. */
const StoredFeatures = z.object({
  service: z.string().nullable(),
  views: z.array(
    z.object({
      view: z.string(),
      features: z.array(z.string()),
      rows: z.array(
        z.object({
          entity: z.record(z.string(), z.unknown()),
          values: z.array(z.unknown()),
          statuses: z.array(z.string()),
          event_timestamp: z.string().nullable(),
        }),
      ),
    }),
  ),
});

/** With the age that each row had when the prediction was asked for. */
function featuresOf(stored: unknown, at: Date): PredictionView["features"] {
  const features = StoredFeatures.safeParse(stored).data;
  if (!features) return null;
  const views = features.views.map((view) => ({
    ...view,
    rows: view.rows.map((row) => ({ ...row, age_seconds: ageOf(row.event_timestamp, at) })),
  }));
  return { service: features.service, views };
}

function ageOf(eventTime: string | null, at: Date): number | null {
  const time = eventTime === null ? Number.NaN : Date.parse(eventTime);
  return Number.isNaN(time) ? null : (at.getTime() - time) / 1_000;
}
