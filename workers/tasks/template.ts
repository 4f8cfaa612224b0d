/** What `{{ ... }}` in a task may name. */
export type TemplateValues = {
  run_id: string;
  data_interval_start: string | null;
  data_interval_end: string | null;
  params: Record<string, unknown>;
};

/** The text asks for a value that the run does not have; the task fails before it starts. */
export class TemplateError extends Error {}

const PLACEHOLDER = /\{\{\s*(.*?)\s*\}\}/g;

/** Plain substitution into one text, once: a value is never parsed again, by us or by a shell. */
export function fill(text: string, values: TemplateValues): string {
  return text.replace(PLACEHOLDER, (_, name: string) => lookUp(name, values));
}

function lookUp(name: string, values: TemplateValues): string {
  if (name.startsWith("params.")) {
    const key = name.slice("params.".length);
    if (!Object.hasOwn(values.params, key)) throw new TemplateError(`The run has no parameter "${key}".`);
    const value = values.params[key];
    return typeof value === "string" ? value : JSON.stringify(value);
  }
  switch (name) {
    case "run_id":
      return values.run_id;
    case "ds":
      return given(name, values.data_interval_start).slice(0, 10);
    case "data_interval_start":
    case "data_interval_end":
      return given(name, values[name]);
    default:
      throw new TemplateError(
        `{{ ${name} }} is not known: use ds, data_interval_start, data_interval_end, run_id or params.<name>.`,
      );
  }
}

function given(name: string, value: string | null): string {
  if (value === null) throw new TemplateError(`{{ ${name} }} has no value: the run has no data interval.`);
  return value;
}
