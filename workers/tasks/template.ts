import { PLACEHOLDERS, piecesOf } from "@/lib/pipelines/values";
import { dayIn } from "@/lib/schedules";

/** Values for the `{{ ... }}` of a task. */
export type TemplateValues = {
  run_id: string;
  data_interval_start: string | null;
  data_interval_end: string | null;
  /** The zone of `ds`: the schedule's, or UTC without one. */
  time_zone?: string;
  params: Record<string, unknown>;
};

/** A placeholder has no value in this run, or is not allowed here. The task fails before it starts. */
export class TemplateError extends Error {}

/**
 * Substitutes placeholders once: values are never parsed again. `quote` escapes values for texts that are parsed later
 * (a URL).
 */
export function fill(
  text: string,
  values: TemplateValues,
  quote: (value: string) => string = (value) => value,
): string {
  return piecesOf(text)
    .map((piece) => ("name" in piece ? quote(textOf(lookUp(piece.name, values))) : piece.text))
    .join("");
}

/** The same in every text of a JSON value; keys stay as they are. */
export function fillDeep(value: unknown, values: TemplateValues): unknown {
  if (typeof value === "string") return fill(value, values);
  if (Array.isArray(value)) return value.map((item) => fillDeep(item, values));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillDeep(item, values)]));
}

/** The run's value for a name; a parameter keeps its type. */
export function lookUp(name: string, values: TemplateValues): unknown {
  if (name.startsWith("params.")) {
    const key = name.slice("params.".length);
    if (!Object.hasOwn(values.params, key)) throw new TemplateError(`The run has no parameter "${key}".`);
    return values.params[key];
  }
  switch (name) {
    case "run_id":
      return values.run_id;
    case "ds":
      return dayIn(values.time_zone ?? "UTC", new Date(given(name, values.data_interval_start)));
    case "data_interval_start":
    case "data_interval_end":
      return given(name, values[name]);
    default:
      throw new TemplateError(
        `{{ ${name} }} is not known: use ${PLACEHOLDERS.join(", ")} or params.<name>. Braces for another program are written in quotes: {{ "{{${name}}}" }}.`,
      );
  }
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}

function given(name: string, value: string | null): string {
  if (value === null) throw new TemplateError(`{{ ${name} }} has no value: the run has no data interval.`);
  return value;
}
