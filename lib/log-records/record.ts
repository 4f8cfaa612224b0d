import { type Attributes, flatten, isPlainObject, jsonText, storableText } from "./text";
import { isPlausible, readTime } from "./time";
import { LEVELS, type Level, levelOfPino, levelOfSyslog, levelOfWord } from "./values";

/** One record as it is stored. `us`: microseconds since 1970. */
export type LogRecord = {
  us: number;
  level: number;
  service: string;
  host: string;
  message: string;
  traceId: string | null;
  spanId: string | null;
  attrs: Record<string, unknown>;
};
/** What a record is made of when its parts are known by name. */
export type Parts = {
  time: unknown;
  level: Level | null;
  service: unknown;
  host: unknown;
  message: unknown;
  traceId: unknown;
  spanId: unknown;
  attrs: Attributes;
};
/** When it was received, and how far back records are kept. */
export type Received = { nowUs: number; keptUs: number };

const MAX_MESSAGE = 262_144;
const MAX_NAME = 255;

/** Never refuses: what cannot be used as what it says it is is kept as an attribute. */
export function recordOf(parts: Parts, { nowUs, keptUs }: Received): LogRecord {
  const { attrs, dropped } = flatten(parts.attrs);
  const sent = readTime(parts.time);
  const isKept = sent !== null && isPlausible(sent, nowUs, keptUs);
  if (dropped > 0) attrs["gwanje.dropped_attributes"] = dropped;
  // Where a time is missing or not one of this installation, the record stands at its arrival, and says what it was sent with.
  if (!isKept && parts.time !== undefined && parts.time !== null)
    attrs["gwanje.sent_time"] = storableText(textOf(parts.time), 64);
  return {
    us: isKept ? sent : nowUs,
    level: LEVELS[parts.level ?? "none"],
    service: storableText(textOf(parts.service), MAX_NAME),
    host: storableText(textOf(parts.host), MAX_NAME),
    message: storableText(textOf(parts.message), MAX_MESSAGE),
    traceId: idOf(parts.traceId),
    spanId: idOf(parts.spanId),
    attrs,
  };
}

const TIMES = ["@timestamp", "timestamp", "time", "ts", "date"];
const MESSAGES = ["message", "msg", "body", "log"];
const SERVICES = ["service.name", "service", "app", "kubernetes.labels.app", "job"];
const HOSTS = ["host.name", "host", "hostname"];
const TRACES = ["trace.id", "trace_id", "traceId"];
const SPANS = ["span.id", "span_id", "spanId"];

/** A JSON document as shippers of any kind send it. What has a meaning by its name is taken out, the rest are attributes. */
export function recordOfDocument(document: Record<string, unknown>, received: Received): LogRecord {
  const left = { ...document };
  const take = (names: readonly string[], fits: (value: unknown) => boolean = isScalar) => {
    for (const name of names) {
      const value = at(left, name);
      if (value !== undefined && fits(value)) {
        without(left, name);
        return value;
      }
    }
    return undefined;
  };
  const time = take(TIMES, (value) => readTime(value) !== null) ?? take(TIMES);
  const level = takeLevel(left);
  const [message, service, host] = [take(MESSAGES), take(SERVICES), take(HOSTS)];
  const [traceId, spanId] = [take(TRACES), take(SPANS)];
  return recordOf({ time, level, message, service, host, traceId, spanId, attrs: left }, received);
}

function takeLevel(left: Record<string, unknown>): Level | null {
  const readers: readonly [string, (value: number) => Level][] = [
    ["level", levelOfPino],
    ["log.level", levelOfPino],
    ["severity", levelOfSyslog],
    ["severity_text", levelOfSyslog],
    ["levelname", levelOfPino],
  ];
  for (const [name, ofNumber] of readers) {
    const value = at(left, name);
    const level =
      typeof value === "string" ? levelOfWord(value) : typeof value === "number" ? ofNumber(value) : null;
    if (level === null) continue;
    without(left, name);
    return level;
  }
  return null;
}

/** By its whole name, or by the parts between dots. */
function at(document: Record<string, unknown>, name: string): unknown {
  const own = Object.hasOwn(document, name) ? document[name] : undefined;
  if (own !== undefined) return own;
  const dot = name.indexOf(".");
  const inner = dot < 0 ? undefined : document[name.slice(0, dot)];
  return isPlainObject(inner) ? at(inner, name.slice(dot + 1)) : undefined;
}

/** Copies what it changes: the document is its sender's. */
function without(document: Record<string, unknown>, name: string): void {
  if (Object.hasOwn(document, name) && document[name] !== undefined) {
    // Deleting would make each of a million documents slow to read.
    document[name] = undefined;
    return;
  }
  const dot = name.indexOf(".");
  const key = name.slice(0, dot);
  const inner = document[key];
  if (dot < 0 || !isPlainObject(inner)) return;
  const copy = { ...inner };
  without(copy, name.slice(dot + 1));
  document[key] = copy;
}

function isScalar(value: unknown): boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function textOf(value: unknown): string {
  if (typeof value === "string") return value;
  return value === undefined || value === null ? "" : jsonText(value);
}

function idOf(value: unknown): string | null {
  const text = typeof value === "string" ? storableText(value, 64) : "";
  return text === "" ? null : text;
}
