/** A field that an act changed. Undefined: there was none, or is none any more. */
export type ChangedField = { name: string; before: string | undefined; after: string | undefined };

/** The fields of what was and what is that differ, in the order of their names. */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const [was, is] = [fieldsOf(before), fieldsOf(after)];
  const names = [...new Set([...was.keys(), ...is.keys()])].sort();
  return names
    .map((name) => ({ name, before: was.get(name), after: is.get(name) }))
    .filter((field) => field.before !== field.after);
}

function fieldsOf(value: unknown): Map<string, string> {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return new Map();
  return new Map(Object.entries(value).map(([name, one]) => [name, textOf(one)]));
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : (JSON.stringify(value) ?? "");
}
