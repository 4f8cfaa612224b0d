import { type LogRecord, type Received, recordOf, recordOfDocument } from "@/lib/log-records";
import type { TaskChunk } from "@/lib/logs";
import { lastWritten, withoutSequences } from "@/lib/logs/values";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import { groupLines, type OutputLine } from "./group-lines";
import { plainLevel } from "./plain-level";

type Ids = Pick<
  TaskChunk,
  "attemptId" | "runId" | "dagId" | "taskId" | "number" | "mapIndex" | "version" | "workerId" | "host"
>;

/** Records of lines of one attempt, in their order; empty lines have none of their own. */
export function taskRecords(lines: readonly OutputLine[], ids: Ids, received: Received): LogRecord[] {
  const shown = lines.map((line) => ({ ...line, m: lastWritten(withoutSequences(line.m, COLOURED)) }));
  return groupLines(shown, (line) => isError(withoutSequences(line)))
    .filter((group) => group.some(({ m }) => m.trim() !== ""))
    .map((group) => recordOfGroup(group, ids, received));
}

const COLOURED = { keepColours: true };

function recordOfGroup(group: readonly OutputLine[], ids: Ids, received: Received): LogRecord {
  const [first] = group;
  const message = group.map(({ m }) => m).join("\n");
  const plain = withoutSequences(message);
  const about = {
    pipeline: ids.dagId,
    version: ids.version,
    run: ids.runId,
    task: ids.taskId,
    attempt: ids.number,
    attempt_id: ids.attemptId,
    ...(ids.mapIndex >= 0 && { map_index: ids.mapIndex }),
    ...(ids.workerId !== null && { worker: ids.workerId }),
    stream: first?.s === "s" ? "gwanje" : "output",
    line: first?.n,
    ...(group.length > 1 && { lines: group.length }),
  };
  const time = (first?.t ?? 0) * 1_000;
  const document = group.length === 1 ? documentOf(plain) : null;
  if (document) {
    // The line's own time, so that lines stand in the order in which they were printed.
    const placed = { ...document, ...about, "@timestamp": time };
    const own = { "service.name": ids.dagId, "host.name": ids.host ?? "" };
    const record = recordOfDocument({ ...placed, ...own }, received);
    return record.message === "" ? { ...record, message: messageOf(message, received) } : record;
  }
  return recordOf(
    {
      time,
      level: plainLevel(plain) ?? (group.length > 1 ? "error" : null),
      service: ids.dagId,
      host: ids.host ?? "",
      message,
      traceId: null,
      spanId: null,
      attrs: about,
    },
    received,
  );
}

function messageOf(message: string, received: Received): string {
  const nothing = { time: null, level: null, service: "", host: "", traceId: null, spanId: null, attrs: {} };
  return recordOf({ ...nothing, message }, received).message;
}

function isError(line: string): boolean {
  const level = plainLevel(line) ?? levelOf(documentOf(line));
  return level === "error" || level === "fatal";
}

function levelOf(document: Record<string, unknown> | null) {
  return typeof document?.level === "string" ? plainLevel(`${document.level}:`) : null;
}

/** Null when the line is no JSON object. */
function documentOf(line: string): Record<string, unknown> | null {
  const text = line.trim();
  if (!text.startsWith("{") || !text.endsWith("}")) return null;
  try {
    // The guarantee: what begins with a brace and is JSON is an object.
    return JSON.parse(quoteLargeNumbers(text)) as Record<string, unknown>;
  } catch {
    return null;
  }
}
