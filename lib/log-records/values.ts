/** Levels, as the number that is stored and searched; none is 0. */
export const LEVELS = { none: 0, trace: 10, debug: 20, info: 30, warn: 40, error: 50, fatal: 60 } as const;
export type Level = keyof typeof LEVELS;

const NAMES = new Map<number, Level>(Object.entries(LEVELS).map(([name, number]) => [number, name as Level]));

export function levelName(number: number): Level {
  return NAMES.get(number) ?? "none";
}

const WORDS: Readonly<Record<string, Level>> = {
  trace: "trace",
  verbose: "trace",
  finest: "trace",
  debug: "debug",
  fine: "debug",
  info: "info",
  information: "info",
  informational: "info",
  notice: "info",
  warn: "warn",
  warning: "warn",
  error: "error",
  err: "error",
  severe: "error",
  fatal: "fatal",
  critical: "fatal",
  crit: "fatal",
  alert: "fatal",
  emerg: "fatal",
  emergency: "fatal",
  panic: "fatal",
};

/** A level by its name, in any case, as loggers and syslog name them. */
export function levelOfWord(word: string): Level | null {
  return WORDS[word.trim().toLowerCase()] ?? null;
}

/** pino: 10 trace to 60 fatal. */
export function levelOfPino(number: number): Level {
  return levelName(Math.min(60, Math.max(0, Math.floor(number / 10) * 10)));
}

/** syslog: 0 emergency to 7 debug. */
export function levelOfSyslog(number: number): Level {
  if (number <= 2) return "fatal";
  const names: readonly Level[] = ["error", "warn", "info", "info", "debug"];
  return names[Math.floor(number) - 3] ?? "none";
}

/** OpenTelemetry: 1 to 24, four of each level. */
export function levelOfOtel(number: number): Level {
  const names: readonly Level[] = ["trace", "debug", "info", "warn", "error", "fatal"];
  return number < 1 ? "none" : (names[Math.floor((number - 1) / 4)] ?? "none");
}

/** Fields that every record has, as a search and an answer name them. Any other name is an attribute. */
const RECORD_FIELDS = ["time", "level", "service", "host", "message", "trace_id", "span_id"] as const;
export type RecordField = (typeof RECORD_FIELDS)[number];

export function isRecordField(name: string): name is RecordField {
  return RECORD_FIELDS.some((field) => field === name);
}

/** Names that Elasticsearch's users know. */
const ALIASES: Readonly<Record<string, RecordField>> = {
  "@timestamp": "time",
  timestamp: "time",
  ts: "time",
  "log.level": "level",
  severity: "level",
  "service.name": "service",
  "host.name": "host",
  msg: "message",
  "trace.id": "trace_id",
  "span.id": "span_id",
};

/** The field of a record that a search names. Null for the name of an attribute. */
export function recordFieldOf(name: string): RecordField | null {
  if (isRecordField(name)) return name;
  return Object.hasOwn(ALIASES, name) ? (ALIASES[name] ?? null) : null;
}

export { type Completion, completionAt } from "./query/complete";
/** The grammar of searches, for the page that offers it. */
export { type ReadSearch, readSearch, type SearchProblem } from "./query/read";
export { type Sought, soughtIn } from "./query/sought";

/** Of rows of the audit log. Its records are for those who may read that one too. */
export const AUDIT_SERVICE = "gwanje-audit";
