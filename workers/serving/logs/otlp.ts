import * as z from "zod";
import { type LogRecord, levelOfOtel, levelOfWord, type Received, recordOf } from "@/lib/log-records";
import { AppError } from "@/lib/platform/errors";
import { problemShape } from "../../listener/error-shape";
import { operation, type Protocol } from "../protocol";
import { jsonOf, LOG_LIMITS, mediaTypeOf, RECEIVES, receive } from "./receive";

const Value: z.ZodType = z.unknown();
const Attributes = z.array(z.object({ key: z.string(), value: Value.optional() })).default([]);
const Number64 = z.union([z.string(), z.number()]);
const Logs = z.object({
  resourceLogs: z
    .array(
      z.object({
        resource: z.object({ attributes: Attributes }).default({ attributes: [] }),
        scopeLogs: z
          .array(
            z.object({
              scope: z.object({ name: z.string().optional() }).optional(),
              logRecords: z
                .array(
                  z.object({
                    timeUnixNano: Number64.optional(),
                    observedTimeUnixNano: Number64.optional(),
                    severityNumber: z.number().default(0),
                    severityText: z.string().default(""),
                    body: Value.optional(),
                    attributes: Attributes,
                    traceId: z.string().optional(),
                    spanId: z.string().optional(),
                  }),
                )
                .default([]),
            }),
          )
          .default([]),
      }),
    )
    .default([]),
});

/** OpenTelemetry's logs over HTTP, as JSON. */
export const otlpProtocol: Protocol = {
  name: "otlp",
  prefixes: ["/ingest/otlp"],
  authenticate: ["token", "attempt"],
  errorShape: problemShape,
  limits: LOG_LIMITS,
  operations: [
    operation(
      {
        ...RECEIVES,
        path: "/v1/logs",
        summary: "Log records of OpenTelemetry, as JSON.",
        description:
          "Attributes of the resource and of the record are attributes; service.name and host.name are known.",
        reply: z.object({}),
      },
      async (call) => {
        if (mediaTypeOf(call) === "application/x-protobuf")
          throw new AppError("BAD_REQUEST", "Send application/json; protobuf is not read here.");
        return receive(call, (body, received) => ({
          records: recordsOf(jsonOf(body), received),
          answer: {},
        }));
      },
    ),
  ],
};

function recordsOf(body: unknown, received: Received): LogRecord[] {
  const logs = Logs.safeParse(body);
  if (!logs.success)
    throw new AppError("BAD_REQUEST", "The body is not an ExportLogsServiceRequest of OTLP as JSON.");
  return logs.data.resourceLogs.flatMap(({ resource, scopeLogs }) => {
    const { "service.name": service, "host.name": host, ...about } = plain(resource.attributes);
    return scopeLogs.flatMap(({ scope, logRecords }) =>
      logRecords.map((record) =>
        recordOf(
          {
            time: timeOf(record.timeUnixNano) ?? timeOf(record.observedTimeUnixNano),
            level:
              record.severityNumber > 0
                ? levelOfOtel(record.severityNumber)
                : levelOfWord(record.severityText),
            service,
            host,
            message: plainValue(record.body, 0),
            traceId: record.traceId,
            spanId: record.spanId,
            attrs: {
              ...about,
              ...(scope?.name ? { "scope.name": scope.name } : {}),
              ...plain(record.attributes),
            },
          },
          received,
        ),
      ),
    );
  });
}

/** 0 is not known. */
function timeOf(time: string | number | undefined): string | number | undefined {
  return time === undefined || Number(time) === 0 ? undefined : time;
}

function plain(attributes: z.output<typeof Attributes>): Record<string, unknown> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, plainValue(value, 0)]));
}

const MAX_DEPTH = 8;

/** {stringValue: "a"} is "a": whichever kind there is, lists and maps of them too. Whole numbers of 64 bits stay text. */
function plainValue(value: unknown, depth: number): unknown {
  if (typeof value !== "object" || value === null || depth > MAX_DEPTH) return null;
  const [[kind, held] = ["", null]] = Object.entries(value);
  if (kind === "intValue") return Number.isSafeInteger(Number(held)) ? Number(held) : String(held);
  if (kind === "arrayValue") return listOf(held).map((one) => plainValue(one, depth + 1));
  if (kind !== "kvlistValue") return held;
  return Object.fromEntries(
    listOf(held).map((one) => {
      const { key, value: inner } = Object(one);
      return [String(key), plainValue(inner, depth + 1)];
    }),
  );
}

function listOf(held: unknown): unknown[] {
  const { values } = Object(held);
  return Array.isArray(values) ? values : [];
}
