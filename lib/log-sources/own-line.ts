import { type LogRecord, type Received, recordOf } from "@/lib/log-records";
import { type Level, levelOfPino } from "@/lib/log-records/values";

type Of = { process: string; host: string };

/** Names that the code logs by, and those that records are linked by. */
const NAMES: Readonly<Record<string, string>> = {
  request_id: "request",
  run_id: "run",
  dag_id: "pipeline",
  task_id: "task",
  worker_id: "worker",
  user_id: "user",
  token_id: "token",
  experiment_id: "experiment",
};

/** The record of one line that a process of ours wrote. Null for what is none. Secrets were hidden when it was written. */
export function recordOfLine(line: string, of: Of, received: Received): LogRecord | null {
  const { level, time, msg, trace_id, span_id, ...rest } = objectOf(line);
  if (typeof level !== "number") return null;
  const isRequest = msg === "request" && typeof rest.method === "string";
  const attrs = Object.fromEntries(Object.entries(rest).map(([name, value]) => [NAMES[name] ?? name, value]));
  return recordOf(
    {
      time,
      level: isRequest ? levelOfStatus(rest.status) : levelOfPino(level),
      service: serviceOf(of),
      host: of.host,
      message: isRequest ? `${rest.method} ${rest.route} ${rest.status} ${rest.ms} ms` : (msg ?? ""),
      traceId: trace_id,
      spanId: span_id,
      attrs,
    },
    received,
  );
}

/** What had no room is said, and how much it was. */
export function droppedRecord(dropped: number, of: Of, received: Received): LogRecord {
  return recordOf(
    {
      time: null,
      level: "warn",
      service: serviceOf(of),
      host: of.host,
      message: `${dropped} lines of this process are not in the log search: it logged more than there was room for. Its own output has them.`,
      traceId: null,
      spanId: null,
      attrs: { process: of.process, dropped },
    },
    received,
  );
}

function serviceOf({ process }: Of): string {
  return `gwanje-${process}`;
}

function levelOfStatus(status: unknown): Level {
  return Number(status) >= 500 ? "error" : "info";
}

/** The guarantee: pino writes an object of JSON a line. What is none has no fields. */
function objectOf(line: string): Record<string, unknown> {
  try {
    return Object(JSON.parse(line)) as Record<string, unknown>;
  } catch {
    return {};
  }
}
