import { SchemaThreads } from "./bounded-schema/pool";
import type { SchemaError } from "./bounded-schema/thread";

export type { SchemaError };
export type SchemaVerdict =
  /** The value with the defaults that the schema gives. */
  | { kind: "valid"; value: unknown }
  /** The first few of what is wrong. */
  | { kind: "invalid"; errors: SchemaError[] }
  | { kind: "bad-schema"; said: string }
  /** More time, memory or depth than a check may take. */
  | { kind: "too-much" };

const threads = new SchemaThreads();

/**
 * Checks a value against a JSON Schema that somebody else wrote. References that double at each level, patterns that
 * backtrack and thousands of properties cost as much as their author likes, so all of it, reading the schema too, happens
 * in a thread with a deadline and never in this one.
 */
export async function checkWithSchema(schema: object, value: unknown): Promise<SchemaVerdict> {
  const answer = await threads.check({ schema: JSON.stringify(schema), value: JSON.stringify(value) });
  if (answer.kind !== "valid") return answer;
  const filled: unknown = JSON.parse(answer.value);
  return { kind: "valid", value: filled };
}

/** Whether it is a JSON Schema at all, and one that can be read in time. */
export async function readSchema(schema: object): Promise<Exclude<SchemaVerdict, { kind: "invalid" }>> {
  const answer = await threads.check({ schema: JSON.stringify(schema), value: null });
  return answer.kind === "invalid" ? { kind: "too-much" } : answer;
}
