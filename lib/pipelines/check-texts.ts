import type { FieldError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { pointerOf } from "@/lib/platform/shape";
import { namesIn, PLACEHOLDERS } from "./placeholders";
import type { TaskSpec } from "./schema";

/** What the schema says about a run's parameters at save time. */
export type KnownParams = {
  /** Parameter names that a run may have; null for any. */
  allowed: ReadonlySet<string> | null;
  /** Parameter names that every scheduled run has; null without a schedule. */
  scheduled: ReadonlySet<string> | null;
};

type Text = { path: readonly PropertyKey[]; text: string };
const KNOWN = [...PLACEHOLDERS, "params.<name>"].join(", ");
const SQL_COMMENT = /--[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/g;

/** Refuses names in `{{ }}` for which no run has a value. A worker would find them too, but hours later. */
export function checkTexts(task: TaskSpec, pointer: string, params: KnownParams): FieldError[] {
  return textsOf(task).flatMap(({ path, text }) =>
    namesIn(text).flatMap((name) => {
      const problem = problemOf(name, task.task_id, params);
      return problem ? [{ pointer: `${pointer}${pointerOf(path)}`, ...problem }] : [];
    }),
  );
}

/** The same for an SQL file, which is read when the pipeline's code is bundled. */
export function checkSqlFile(sql: string, taskId: string): Omit<FieldError, "pointer"> | null {
  const open: KnownParams = { allowed: null, scheduled: null };
  for (const name of namesIn(sql.replaceAll(SQL_COMMENT, " "))) {
    const problem = problemOf(name, taskId, open);
    if (problem) return problem;
  }
  return null;
}

function problemOf(
  name: string,
  task: string,
  { allowed, scheduled }: KnownParams,
): Omit<FieldError, "pointer"> | null {
  const id = JSON.stringify(task);
  if (!name.startsWith("params.")) {
    if (PLACEHOLDERS.some((known) => known === name)) return null;
    return {
      ...because("unknown_placeholder", { task, name, known: KNOWN }),
      detail: `${id} has {{ ${name} }}, which is not known: use ${KNOWN}. Braces for another program are written in quotes: {{ "{{${name}}}" }}`,
    };
  }
  const parameter = name.slice("params.".length);
  if (allowed && !allowed.has(parameter))
    return {
      ...because("unknown_parameter", { task, name: parameter }),
      detail: `${id} has {{ ${name} }}, and params allows no parameter of that name`,
    };
  if (scheduled && !scheduled.has(parameter))
    return {
      ...because("parameter_unset", { task, name: parameter }),
      detail: `${id} has {{ ${name} }}, which a run of the schedule does not have: give it a default in params`,
    };
  return null;
}

/** Every text of a task in which a worker fills placeholders, with its pointer. */
function textsOf(task: TaskSpec): Text[] {
  const env = textsIn(task.env, ["env"]);
  switch (task.kind) {
    case "bash":
      return [...env, ...textsIn(task.command, ["command"])];
    case "python":
    case "node":
      return [...env, ...textsIn(task.args, ["args"])];
    case "http":
      return [
        ...textsIn(task.url, ["url"]),
        ...textsIn(task.headers, ["headers"]),
        ...textsIn(task.body, ["body"]),
      ];
    case "sql":
      return [
        ...textsIn(task.statement?.replaceAll(SQL_COMMENT, " "), ["statement"]),
        ...textsIn(task.inputs, ["inputs"]),
        ...textsIn(task.outputs, ["outputs"]),
      ];
    case "empty":
      return [];
  }
}

function textsIn(value: unknown, path: readonly PropertyKey[]): Text[] {
  if (typeof value === "string") return value.includes("{{") ? [{ path, text: value }] : [];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inside]) => textsIn(inside, [...path, key]));
}
