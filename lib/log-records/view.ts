import type { FoundRecord } from "./repository/search";
import type { LogRecordView } from "./schema";
import { levelName } from "./values";

export function viewOf({ level, traceId, spanId, ...record }: FoundRecord): LogRecordView {
  return { ...record, level: levelName(level), trace_id: traceId, span_id: spanId };
}
