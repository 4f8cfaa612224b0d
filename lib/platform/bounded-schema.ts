import { SchemaThreads } from "./bounded-schema/pool";
import type { SchemaError } from "./bounded-schema/thread";

export type { SchemaError };
export type SchemaVerdict =
  /** The value with the schema's defaults filled in. */
  | { kind: "valid"; value: unknown }
  /** The first few errors. */
  | { kind: "invalid"; errors: SchemaError[] }
  | { kind: "bad-schema"; said: string }
  /** The check exceeded its time, memory or depth. */
  | { kind: "too-much" };

const threads = new SchemaThreads();

/**
 * Checks a value against a user's JSON Schema. References that double at each level, backtracking patterns and
 * thousands of properties can cost any amount of time. So both compiling and checking happen in a thread with a
 * deadline.
 */
export async function checkWithSchema(schema: object, value: unknown): Promise<SchemaVerdict> {
  const answer = await threads.check({ schema: JSON.stringify(schema), value: JSON.stringify(value) });
  if (answer.kind !== "valid") return answer;
  const filled: unknown = JSON.parse(answer.value);
  return { kind: "valid", value: filled };
}

/** Checks that this is a JSON Schema, and that it compiles in time. */
export async function readSchema(schema: object): Promise<Exclude<SchemaVerdict, { kind: "invalid" }>> {
  const answer = await threads.check({ schema: JSON.stringify(schema), value: null });
  return answer.kind === "invalid" ? { kind: "too-much" } : answer;
}
