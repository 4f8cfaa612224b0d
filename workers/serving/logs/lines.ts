import * as z from "zod";
import { type LogRecord, type Received, recordOf, recordOfDocument } from "@/lib/log-records";
import { hasMoreValues } from "@/lib/platform/json-values";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import { problemShape } from "../../listener/error-shape";
import { operation, type Protocol } from "../protocol";
import { linesOf, refuseTooMany } from "./body-text";
import { MAX_DOCUMENT_VALUES } from "./limits";
import { RECEIVES, type Receiver } from "./receive";

/** One JSON document a line; a line that is none is a message. */
export const linesProtocol = ({ limits, receive }: Receiver): Protocol => ({
  name: "logs",
  prefixes: ["/ingest/logs"],
  authenticate: ["token", "attempt"],
  errorShape: problemShape,
  limits,
  operations: [
    operation(
      {
        ...RECEIVES,
        path: "/",
        summary: "Take in log records, one JSON document a line.",
        description:
          "time, level, message, service, host, trace_id and span_id are known by the names that shippers give them; all else is an attribute. A line that is not a JSON object is a message. gzip is read. The answer comes when the records are in the database; the same body from the same caller within the hour is taken once.",
        reply: z.object({ accepted: z.number() }),
      },
      (call) =>
        receive(call, (body, received) => {
          const records: LogRecord[] = [];
          for (const line of linesOf(body)) {
            refuseTooMany(records.length + 1);
            records.push(recordOfLine(line, received));
          }
          return { records, answer: { accepted: records.length } };
        }),
    ),
  ],
});

function recordOfLine(line: string, received: Received): LogRecord {
  const document = documentOf(line);
  if (document) return recordOfDocument(document, received);
  const nothing = {
    time: undefined,
    level: null,
    service: "",
    host: "",
    traceId: null,
    spanId: null,
    attrs: {},
  };
  return recordOf({ ...nothing, message: line }, received);
}

/** Null when the line is no JSON object, or one of so many values that it is kept as the text that it is. */
export function documentOf(line: string): Record<string, unknown> | null {
  if (!line.startsWith("{") || hasMoreValues(line, MAX_DOCUMENT_VALUES)) return null;
  try {
    // The guarantee: what begins with a brace and is JSON is an object.
    return JSON.parse(quoteLargeNumbers(line)) as Record<string, unknown>;
  } catch {
    return null;
  }
}
