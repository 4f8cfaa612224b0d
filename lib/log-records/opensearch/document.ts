import * as z from "zod";
import type { NumberedRecord } from "../remote/ids";
import { instantOf } from "../remote/instants";
import type { FoundRecord } from "../repository/search";
import { attributeTerms } from "./attribute-terms";
import { indexOf } from "./template";

/** A list shows so much of a message. A longer one is in a field that lists do not read. */
const LISTED_CHARACTERS = 8_192;

/** Two lines of a bulk request. A document that is there already is the same. */
export function bulkLines(record: NumberedRecord, arrivedUs: number): string {
  const { us, id, level, service, host, message, traceId, spanId, attrs } = record;
  const isLong = message.length > LISTED_CHARACTERS;
  const action = { index: { _index: indexOf(us), _id: documentId(us, id) } };
  const document = {
    "@timestamp": instantOf(us),
    us,
    id,
    arrived: arrivedUs,
    level,
    ...(service === "" ? {} : { service }),
    ...(host === "" ? {} : { host }),
    ...(traceId === null ? {} : { trace_id: traceId }),
    ...(spanId === null ? {} : { span_id: spanId }),
    ...(message === ""
      ? {}
      : isLong
        ? { long_message: message, head: message.slice(0, LISTED_CHARACTERS) }
        : { message }),
    ...attributeTerms(attrs),
    attrs,
  };
  return `${JSON.stringify(action)}\n${JSON.stringify(document)}\n`;
}

export function documentId(us: number, id: string): string {
  return `${us}-${id}`;
}

/** What a list does not need. */
export const NOT_LISTED = ["long_message", "keys", "values", "numbers"];

const Source = z.object({
  us: z.number(),
  id: z.string(),
  arrived: z.number(),
  level: z.number(),
  service: z.string().default(""),
  host: z.string().default(""),
  message: z.string().default(""),
  long_message: z.string().optional(),
  head: z.string().optional(),
  trace_id: z.string().nullable().default(null),
  span_id: z.string().nullable().default(null),
  attrs: z.record(z.string(), z.unknown()).default({}),
});

export function recordOfSource(source: unknown): FoundRecord & { arrivedUs: number } {
  const { us, id, arrived, level, service, host, message, long_message, head, trace_id, span_id, attrs } =
    Source.parse(source);
  return {
    id,
    time: instantOf(us),
    level,
    service,
    host,
    message: long_message ?? head ?? message,
    traceId: trace_id,
    spanId: span_id,
    attributes: attrs,
    arrivedUs: arrived,
  };
}
