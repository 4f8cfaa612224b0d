import type { NumberedRecord } from "../remote/ids";
import { instantOf } from "../remote/instants";
import type { FoundRecord } from "../repository/search";
import { levelName } from "../values";
import { attributesOf, type Columns, columnsOf, NO_MESSAGE } from "./fields";
import { wellFormed } from "./quote";

/** A line of more bytes than 256 KiB is not taken; attributes have 64 Ki characters at most. */
const MAX_LINE_BYTES = 250_000;

/** One line of JSON. A message for which there is no room is cut and says so. */
export function lineOf(record: NumberedRecord, arrivedUs: number): string {
  const { us, id, level, service, host, message, traceId, spanId, attrs } = record;
  const columns: Columns = {
    _time: instantOf(us),
    id,
    arrived: String(arrivedUs),
    // The number is compared, the name is for people who look there.
    severity: String(level),
    level: levelName(level),
    ...(service === "" ? {} : { service }),
    ...(host === "" ? {} : { host }),
    ...(traceId === null ? {} : { trace_id: traceId }),
    ...(spanId === null ? {} : { span_id: spanId }),
    ...columnsOf(attrs),
  };
  const room = MAX_LINE_BYTES - Buffer.byteLength(JSON.stringify(columns));
  return `${JSON.stringify({ ...columns, _msg: message === "" ? NO_MESSAGE : fitting(message, room) })}\n`;
}

function fitting(message: string, room: number): string {
  const bytes = Buffer.byteLength(JSON.stringify(message));
  if (bytes <= room) return message;
  // By the share of what there is room for: a character may have one byte or six.
  const characters = Math.max(0, Math.floor((message.length * room * 0.9) / bytes));
  return `${wellFormed(message.slice(0, characters))} … (${message.length} characters)`;
}

export function recordOfLine(columns: Columns): FoundRecord & { arrivedUs: number } {
  const message = columns._msg ?? "";
  return {
    id: columns.id ?? "0",
    time: withMicroseconds(columns._time ?? ""),
    level: Number(columns.severity ?? 0),
    service: columns.service ?? "",
    host: columns.host ?? "",
    message: message === NO_MESSAGE ? "" : message,
    traceId: columns.trace_id ?? null,
    spanId: columns.span_id ?? null,
    attributes: attributesOf(columns),
    arrivedUs: Number(columns.arrived ?? 0),
  };
}

/** It leaves out noughts at the end of a second's part. */
function withMicroseconds(time: string): string {
  const [second = "", part = ""] = time.replace(/Z$/, "").split(".");
  return `${second}.${part.padEnd(6, "0").slice(0, 6)}Z`;
}
