import * as z from "zod";
import { type LogRecord, levelOfOtel, levelOfWord, type Received, recordOf } from "@/lib/log-records";
import { AppError } from "@/lib/platform/errors";
import { refuseTooMany } from "./body-text";
import { plain, plainValue } from "./otlp-values";

const Value: z.ZodType = z.unknown();
const AttributeList = z.array(z.object({ key: z.string().default(""), value: Value.optional() })).default([]);
const Number64 = z.union([z.string(), z.number()]);
const Logs = z.object({
  resourceLogs: z
    .array(
      z.object({
        resource: z.object({ attributes: AttributeList }).default({ attributes: [] }),
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
                    attributes: AttributeList,
                    traceId: z.string().optional(),
                    spanId: z.string().optional(),
                    eventName: z.string().optional(),
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

/** The records of an ExportLogsServiceRequest, whichever encoding it came in. */
export function recordsOfLogs(body: unknown, received: Received): LogRecord[] {
  const logs = Logs.safeParse(body);
  if (!logs.success)
    throw new AppError("BAD_REQUEST", "The body is not an ExportLogsServiceRequest of OTLP.");
  const { resourceLogs } = logs.data;
  const scopes = resourceLogs.flatMap(({ scopeLogs }) => scopeLogs);
  refuseTooMany(scopes.reduce((sum, { logRecords }) => sum + logRecords.length, 0));
  return resourceLogs.flatMap(({ resource, scopeLogs }) => {
    const { "service.name": service, "host.name": host, ...about } = plain(resource.attributes);
    return scopeLogs.flatMap(({ scope, logRecords }) =>
      logRecords.map((record) =>
        recordOf(
          {
            time: timeOf(record.timeUnixNano) ?? timeOf(record.observedTimeUnixNano),
            level: levelOf(record),
            service,
            host,
            message: plainValue(record.body, 0),
            traceId: record.traceId,
            spanId: record.spanId,
            attrs: { ...about, ...namesOf(scope?.name, record.eventName), ...plain(record.attributes) },
          },
          received,
        ),
      ),
    );
  });
}

type Severity = { severityNumber: number; severityText: string };

function levelOf({ severityNumber, severityText }: Severity) {
  return severityNumber > 0 ? levelOfOtel(severityNumber) : levelOfWord(severityText);
}

function namesOf(scope: string | undefined, event: string | undefined) {
  return { ...(scope ? { "scope.name": scope } : {}), ...(event ? { "event.name": event } : {}) };
}

/** 0 is not known. */
function timeOf(time: string | number | undefined): string | number | undefined {
  return time === undefined || Number(time) === 0 ? undefined : time;
}
