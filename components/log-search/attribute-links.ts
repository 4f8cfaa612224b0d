import type { LogRecordView } from "@/lib/log-records/schema";
import { pillOf } from "./search-text";

type Values = (name: string) => string | null;
const at = (...parts: readonly string[]) => `/${parts.map(encodeURIComponent).join("/")}`;

/** The page of log records with a search. */
const logsHref = (q: string) => `/logs?q=${encodeURIComponent(q)}`;

/**
 * Fields that hold the id of something that has a page, and its address. Null where the record does not name what the address
 * needs too.
 */
const PAGES: Readonly<Record<string, (value: string, of: Values) => string | null>> = {
  pipeline: (pipeline) => at("pipelines", pipeline),
  version: (version, of) =>
    inPipeline(
      of,
      (pipeline) => `${at("pipelines", pipeline)}?tab=code&version=${encodeURIComponent(version)}`,
    ),
  run: (run, of) => inPipeline(of, (pipeline) => at("pipelines", pipeline, "runs", run)),
  task: (task, of) => inRun(of, (run) => `${run}?task=${encodeURIComponent(task)}`),
  attempt: (_, of) => attemptPage(of),
  attempt_id: (_, of) => attemptPage(of),
  line: (line, of) => {
    const attempt = attemptPage(of);
    return attempt === null ? null : `${attempt}#L${encodeURIComponent(line)}`;
  },
  experiment: (experiment) => at("experiments", experiment),
  experiment_run: (run, of) => {
    const experiment = of("experiment");
    return experiment === null ? null : at("experiments", experiment, "runs", run);
  },
  model: (model) => at("models", model),
  model_version: (version, of) => {
    const model = of("model");
    return model === null ? null : at("models", model, "versions", version);
  },
  worker: () => "/workers",
  user: () => "/settings/members",
  token_id: () => "/settings/tokens",
  request: (request) => logsHref(pillOf("request", request)),
  trace_id: (trace) => logsHref(pillOf("trace_id", trace)),
};

/** The page of the thing that this field of a record names; null for any other field. */
export function pageOfField(record: LogRecordView, name: string): string | null {
  const page = Object.hasOwn(PAGES, name) ? PAGES[name] : undefined;
  const of: Values = (field) => textOf(fieldValue(record, field));
  const value = of(name);
  return page && value !== null ? page(value, of) : null;
}

/** A field by the name that a search has for it. Null where the record has none. */
export function fieldValue(record: LogRecordView, name: string): unknown {
  switch (name) {
    case "time":
    case "level":
    case "message":
      return record[name];
    case "service":
    case "host":
    case "trace_id":
    case "span_id":
      return record[name] || null;
    default:
      return Object.hasOwn(record.attributes, name) ? record.attributes[name] : null;
  }
}

function inPipeline(of: Values, page: (pipeline: string) => string): string | null {
  const pipeline = of("pipeline");
  return pipeline === null ? null : page(pipeline);
}

function attemptPage(of: Values): string | null {
  const [task, attempt] = [of("task"), of("attempt")];
  if (task === null || attempt === null) return null;
  return inRun(of, (run) => `${run}?task=${encodeURIComponent(task)}&try=${encodeURIComponent(attempt)}`);
}

function inRun(of: Values, page: (run: string) => string): string | null {
  const run = of("run");
  return run === null ? null : inPipeline(of, (pipeline) => page(at("pipelines", pipeline, "runs", run)));
}

function textOf(value: unknown): string | null {
  if (typeof value === "number") return String(value);
  return typeof value === "string" && value !== "" ? value : null;
}
