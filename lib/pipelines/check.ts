import type * as z from "zod";
import { type FieldError, InvalidError } from "@/lib/platform/errors";
import { reasonOf } from "@/lib/platform/field-error";
import { because, type Reason } from "@/lib/platform/reasons";
import { pointerOf, refuseShape } from "@/lib/platform/shape";
import { instantIn, scheduleProblem } from "@/lib/schedules";
import { checkTexts, type KnownParams } from "./check-texts";
import { checkGraph } from "./graph";
import { checkParamsSchema } from "./params";
import { parametersAsCode } from "./program-text";
import { DagSpec, LIMITS, SCHEDULE_PRESETS } from "./schema";

const MAX_ERRORS = 50;
/** The existing pools. A map also has their slots; a negative number is no limit. */
export type Pools = ReadonlySet<string> | ReadonlyMap<string, number>;
/** Environment variables that a worker always sets itself. */
const OURS: ReadonlySet<string> = new Set(["PATH", "TRACEPARENT"]);

/**
 * Checks a spec and reports all errors at once, each with a JSON pointer. Returns the spec with its defaults filled in,
 * or throws InvalidError.
 */
export async function checkSpec(raw: unknown, pools: Pools, now = new Date()): Promise<DagSpec> {
  refuseShape(raw, LIMITS);
  const bytes = Buffer.byteLength(JSON.stringify(raw) ?? "");
  if (bytes > LIMITS.specBytes)
    throw InvalidError.field(
      "/",
      `the spec has ${bytes} bytes; at most ${LIMITS.specBytes} are allowed`,
      because("too_large", { unit: "bytes", maximum: LIMITS.specBytes }),
    );
  const parsed = DagSpec.safeParse(raw);
  if (!parsed.success) {
    throw invalid(
      parsed.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => unknownField([...issue.path, key]))
          : {
              pointer: pointerOf(issue.path),
              ...reasonOf(issue, raw),
              detail: `${issue.path.join(".") || "spec"} ${wordsOf(issue)}`,
            },
      ),
    );
  }
  const spec = parsed.data;
  const params = await checkParamsSchema(spec);
  const known = knownParams(spec, params.defaults);
  const errors = [
    ...checkGraph(spec.tasks).errors,
    ...checkSchedule(spec, now),
    ...params.errors,
    ...spec.tasks.flatMap((task, i) => checkTask(task, `/tasks/${i}`, pools)),
    ...spec.tasks.flatMap((task, i) => checkTexts(task, `/tasks/${i}`, known)),
  ];
  if (errors.length > 0) throw invalid(errors);
  return spec;
}

/** For a bad key of a record, zod nests the actual issue. */
function wordsOf(issue: z.core.$ZodIssue): string {
  return issue.code === "invalid_key" ? (issue.issues[0]?.message ?? issue.message) : issue.message;
}

function unknownField(path: readonly PropertyKey[]): FieldError {
  return {
    pointer: pointerOf(path),
    ...because("unknown_field", { field: path.map(String).join(".") }),
    detail: `${path.map(String).join(".")} is not a field of a pipeline`,
  };
}

function checkSchedule({ schedule, start_date, end_date }: DagSpec, now: Date): FieldError[] {
  const errors: FieldError[] = [];
  const zone = schedule?.time_zone ?? "UTC";
  if (start_date && end_date && instantIn(zone, start_date) >= instantIn(zone, end_date))
    errors.push({ pointer: "/end_date", ...because("order"), detail: "end_date must be after start_date" });
  if (!schedule) return errors;
  const { cron, time_zone } = schedule;
  if (cron.startsWith("@")) {
    const presets = [...SCHEDULE_PRESETS.keys()].join(", ");
    const detail = `${JSON.stringify(cron)} is not a preset; there are ${presets}`;
    return [...errors, { pointer: "/schedule/cron", ...because("cron_preset", { cron, presets }), detail }];
  }
  const problem = scheduleProblem(cron, time_zone, now);
  if (problem) {
    const { field, reason, detail } = problem;
    errors.push({ pointer: `/schedule/${field}`, ...reason, detail });
  }
  return errors;
}

function checkTask(task: DagSpec["tasks"][number], pointer: string, pools: Pools): FieldError[] {
  const errors: FieldError[] = [];
  const needs = (field: string, detail: string, reason: Reason) =>
    errors.push({
      pointer: `${pointer}/${field}`,
      ...reason,
      detail: `${JSON.stringify(task.task_id)} ${detail}`,
    });
  const needsOne = (first: string, second: string) =>
    needs(
      first,
      `needs either ${first} or ${second}`,
      because("one_of_two", { task: task.task_id, first, second }),
    );
  if (!pools.has(task.pool))
    errors.push({
      pointer: `${pointer}/pool`,
      ...because("unknown_pool", { task: task.task_id, pool: task.pool }),
      detail: `${JSON.stringify(task.task_id)} uses pool ${JSON.stringify(task.pool)}, which does not exist`,
    });
  const slots = "get" in pools ? (pools.get(task.pool) ?? -1) : -1;
  if (slots >= 0 && task.pool_slots > slots)
    needs(
      "pool_slots",
      `needs ${task.pool_slots} slots of the pool ${JSON.stringify(task.pool)}, which has ${slots}: it would wait for ever`,
      because("pool_slots", { task: task.task_id, pool: task.pool, needs: task.pool_slots, slots }),
    );
  if (task.max_retry_delay_ms < task.retry_delay_ms && task.max_retry_delay_ms !== LIMITS.retryDelayMs)
    needs(
      "max_retry_delay_ms",
      `waits ${task.retry_delay_ms} ms before its first retry, which is longer than max_retry_delay_ms`,
      because("retry_delays", { task: task.task_id, first: task.retry_delay_ms }),
    );
  for (const [path, name] of [
    ...Object.keys(task.env).map((name) => [`env/${name}`, name] as const),
    ...task.secrets.map((name, at) => [`secrets/${at}`, name] as const),
  ])
    if (OURS.has(name))
      needs(
        path,
        `may not set ${name}: what a worker gives there is used`,
        because("env_ours", { task: task.task_id, name }),
      );
  if (task.kind === "bash")
    for (const at of parametersAsCode(task.command))
      errors.push({
        pointer: `${pointer}/command/${at}`,
        ...because("parameter_as_code", { task: task.task_id }),
        detail: `${JSON.stringify(task.task_id)} makes a parameter part of the program it runs. Pass it as an argument after the script ("$1") or in env instead`,
      });
  if (task.kind === "bash" && (task.command.length === 0) === (task.script === null))
    needsOne("command", "script");
  if (task.kind === "python" && (task.script === null) === (task.module === null))
    needsOne("script", "module");
  if (task.kind === "sql" && (task.statement === null) === (task.file === null))
    needsOne("statement", "file");
  if (task.kind === "sql" && task.engine === "postgres" && task.connection === null)
    needs(
      "connection",
      "needs a connection for engine postgres",
      because("needs_connection", { task: task.task_id }),
    );
  if (task.kind === "http" || task.kind === "sql") {
    // These tasks run our own programs, which hold the connection's password, so the author's environment must not
    // steer them.
    for (const [field, count] of [
      ["env", Object.keys(task.env).length],
      ["secrets", task.secrets.length],
    ] as const)
      if (count > 0)
        needs(
          field,
          `is of kind ${task.kind}, which has no ${field}; name a connection instead`,
          because("no_environment", { task: task.task_id, kind: task.kind, field }),
        );
  }
  return errors;
}

function knownParams({ params, schedule }: DagSpec, defaults: Record<string, unknown> | null): KnownParams {
  const { properties, patternProperties, additionalProperties } = params;
  const isClosed = additionalProperties === false && patternProperties === undefined;
  const names = typeof properties === "object" && properties !== null ? Object.keys(properties) : [];
  return {
    allowed: isClosed ? new Set(names) : null,
    scheduled: schedule && defaults ? new Set(Object.keys(defaults)) : null,
  };
}

function invalid(errors: FieldError[]): InvalidError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new InvalidError(
    `${errors[0]?.detail ?? "the spec is not valid"}${more}`,
    errors.slice(0, MAX_ERRORS),
  );
}
