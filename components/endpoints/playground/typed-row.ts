import type { ContractField } from "@/lib/endpoints/schema";

/** What is typed for each input, by its name. */
export type TypedRow = Readonly<Record<string, string>>;

/**
 * The row as JSON. What is typed wrongly is sent as it is, and the server says at which input; an input that nothing is typed for
 * is left out.
 */
export function rowOf(inputs: readonly ContractField[], typed: TypedRow): Record<string, unknown> {
  return Object.fromEntries(
    inputs.flatMap((input) => {
      const text = typed[input.name] ?? "";
      return text === "" ? [] : [[input.name, typedValue(input, text)] as const];
    }),
  );
}

function typedValue({ type, shape }: ContractField, text: string): unknown {
  if (shape.length > 0) return parsed(text);
  if (type === "string") return text;
  if (type === "bool") return text === "true" ? true : text === "false" ? false : text;
  const trimmed = text.trim();
  if (!/^-?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/.test(trimmed)) return text;
  // All digits of a whole number beyond 2^53 go as text.
  const value = Number(trimmed);
  return /^-?\d+$/.test(trimmed) && !Number.isSafeInteger(value) ? trimmed : value;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A row as it would be typed, such as the example of the model. */
export function typedOf(inputs: readonly ContractField[], row: Readonly<Record<string, unknown>>): TypedRow {
  return Object.fromEntries(
    inputs.flatMap(({ name }) => {
      const value = row[name];
      if (value === undefined || value === null) return [];
      return [[name, typeof value === "string" ? value : JSON.stringify(value)] as const];
    }),
  );
}

/** The first row of a body, where it is an object by names. */
export function firstRow(body: string): Record<string, unknown> | null {
  const value = parsed(body);
  const { instances } = Object(value);
  const row: unknown = Array.isArray(instances) ? instances[0] : null;
  return typeof row === "object" && row !== null && !Array.isArray(row) ? { ...row } : null;
}

export const bodyText = (instances: readonly unknown[]) => JSON.stringify({ instances }, null, 2);
