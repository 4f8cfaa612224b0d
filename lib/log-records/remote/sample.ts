import type { Sample } from "../repository/sample";
import type { FoundRecord } from "../repository/search";
import { isRecordField } from "../values";

const MOST = 200;
const MAX_TEXT = 200;

/** Values of a field, or names of attributes, among records that were found. */
export function sampleOf(records: readonly FoundRecord[], field: string | undefined): Sample {
  const counts = new Map<string, number>();
  for (const name of records.flatMap((record) => namesIn(record, field)))
    counts.set(name, (counts.get(name) ?? 0) + 1);
  const most = [...counts]
    .map(([name, count]) => ({ name, count }))
    .sort((one, other) => other.count - one.count || (one.name < other.name ? -1 : 1))
    .slice(0, MOST);
  return { sampled: records.length, counts: most };
}

function namesIn(record: FoundRecord, field: string | undefined): string[] {
  if (field === undefined) return Object.keys(record.attributes);
  const value = isRecordField(field) ? recordValue(record, field) : record.attributes[field];
  if (value === undefined || value === null) return [];
  return [(typeof value === "string" ? value : JSON.stringify(value)).slice(0, MAX_TEXT)];
}

function recordValue(record: FoundRecord, field: string): string | null {
  const values: Readonly<Record<string, string | null>> = {
    level: String(record.level),
    service: record.service || null,
    host: record.host || null,
    message: record.message,
    trace_id: record.traceId,
    span_id: record.spanId,
  };
  return values[field] ?? null;
}
