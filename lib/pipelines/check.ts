import { CronExpressionParser } from "cron-parser";
import { type FieldError, InvalidError } from "@/lib/platform/errors";
import { pointerOf, refuseShape } from "@/lib/platform/shape";
import { checkGraph } from "./graph";
import { checkParamsSchema } from "./params";
import { parametersAsCode } from "./program-text";
import { DagSpec, LIMITS, SCHEDULE_PRESETS } from "./schema";

const MAX_ERRORS = 50;
/** Cron knows no seconds here: a pipeline that fires every second would only queue behind itself. */
const CRON_FIELDS = 5;

/**
 * Everything that can be wrong with a spec by itself, all of it at once, each error with a JSON pointer to its field.
 * Throws InvalidError; gives the spec with its defaults filled in. `pools` are the pools that exist.
 */
export function checkSpec(raw: unknown, pools: ReadonlySet<string>): DagSpec {
  refuseShape(raw, LIMITS);
  const bytes = Buffer.byteLength(JSON.stringify(raw) ?? "");
  if (bytes > LIMITS.specBytes)
    throw InvalidError.field("/", `the spec has ${bytes} bytes; at most ${LIMITS.specBytes} are allowed`, {
      code: "too_large",
    });
  const parsed = DagSpec.safeParse(raw);
  if (!parsed.success) {
    throw invalid(
      parsed.error.issues.flatMap((issue) =>
        issue.code === "unrecognized_keys"
          ? issue.keys.map((key) => unknownField([...issue.path, key]))
          : {
              pointer: pointerOf(issue.path),
              code: issue.code,
              detail: `${issue.path.join(".") || "spec"} ${issue.message}`,
            },
      ),
    );
  }
  const spec = parsed.data;
  const errors = [
    ...checkGraph(spec.tasks).errors,
    ...checkSchedule(spec),
    ...checkParamsSchema(spec),
    ...spec.tasks.flatMap((task, i) => checkTask(task, `/tasks/${i}`, pools)),
  ];
  if (errors.length > 0) throw invalid(errors);
  return spec;
}

function unknownField(path: readonly PropertyKey[]): FieldError {
  return {
    pointer: pointerOf(path),
    code: "unknown_field",
    detail: `${path.map(String).join(".")} is not a field of a pipeline`,
  };
}

function checkSchedule({ schedule, start_date, end_date }: DagSpec): FieldError[] {
  const errors: FieldError[] = [];
  if (start_date && end_date && Date.parse(start_date) >= Date.parse(end_date))
    errors.push({ pointer: "/end_date", code: "order", detail: "end_date must be after start_date" });
  if (!schedule) return errors;
  if (!isTimeZone(schedule.time_zone)) {
    return [
      ...errors,
      {
        pointer: "/schedule/time_zone",
        code: "unknown_zone",
        detail: `${JSON.stringify(schedule.time_zone)} is not an IANA time zone, such as Asia/Seoul`,
      },
    ];
  }
  const problem = cronProblem(schedule.cron, schedule.time_zone);
  return problem ? [...errors, { pointer: "/schedule/cron", code: "bad_cron", detail: problem }] : errors;
}

function cronProblem(cron: string, tz: string): string | null {
  if (cron.startsWith("@"))
    return `${JSON.stringify(cron)} is not a preset; there are ${[...SCHEDULE_PRESETS.keys()].join(", ")}`;
  const fields = cron.trim().split(/\s+/).length;
  if (fields !== CRON_FIELDS)
    return `${JSON.stringify(cron)} has ${fields} fields; cron needs 5 (minute hour day month weekday)`;
  try {
    CronExpressionParser.parse(cron, { tz });
    return null;
  } catch (error) {
    return `${JSON.stringify(cron)} is not a cron expression: ${error instanceof Error ? error.message : "unreadable"}`;
  }
}

function checkTask(
  task: DagSpec["tasks"][number],
  pointer: string,
  pools: ReadonlySet<string>,
): FieldError[] {
  const errors: FieldError[] = [];
  const needs = (field: string, detail: string) =>
    errors.push({
      pointer: `${pointer}/${field}`,
      code: "required",
      detail: `${JSON.stringify(task.task_id)} ${detail}`,
    });
  if (!pools.has(task.pool))
    errors.push({
      pointer: `${pointer}/pool`,
      code: "unknown_pool",
      detail: `${JSON.stringify(task.task_id)} uses pool ${JSON.stringify(task.pool)}, which does not exist`,
    });
  if (task.kind === "bash")
    for (const at of parametersAsCode(task.command))
      errors.push({
        pointer: `${pointer}/command/${at}`,
        code: "parameter_as_code",
        detail: `${JSON.stringify(task.task_id)} makes a parameter part of the program it runs. Pass it as an argument behind the script ("$1") or in env instead`,
      });
  if (task.kind === "bash" && (task.command.length === 0) === (task.script === null))
    needs("command", "needs either command or script");
  if (task.kind === "python" && (task.script === null) === (task.module === null))
    needs("script", "needs either script or module");
  if (task.kind === "sql" && (task.statement === null) === (task.file === null))
    needs("statement", "needs either statement or file");
  if (task.kind === "sql" && task.engine === "postgres" && task.connection === null)
    needs("connection", "needs a connection for engine postgres");
  return errors;
}

function invalid(errors: FieldError[]): InvalidError {
  const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : "";
  return new InvalidError(
    `${errors[0]?.detail ?? "the spec is not valid"}${more}`,
    errors.slice(0, MAX_ERRORS),
  );
}

function isTimeZone(zone: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}
