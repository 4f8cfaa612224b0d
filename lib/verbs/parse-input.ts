import type * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { fieldError } from "@/lib/platform/field-error";
import { refuseShape } from "@/lib/platform/shape";

/** Deeper and larger than any input of ours; what lies beyond would end in a stack or in the database's own error. */
const INPUT_LIMITS = { depth: 100, values: 1_000_000 };

/** What came out of a schema, and of which. A protocol parses a body, and the verb behind it has it as its input or a part of it. */
const parsedBy = new WeakMap<object, z.ZodType>();

/** Throws InvalidError with a JSON pointer for each field at fault. What this very schema has given out is taken as it is. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  // The guarantee: it came out of this schema.
  if (isObject(raw) && parsedBy.get(raw) === schema) return raw as z.output<S>;
  refuseShape(raw, INPUT_LIMITS, parsedBy);
  const parsed = schema.safeParse(raw);
  if (parsed.success) {
    if (isObject(parsed.data) && parsed.data !== raw) parsedBy.set(parsed.data, schema);
    return parsed.data;
  }
  const errors = parsed.error.issues.map((issue) => fieldError(issue, raw));
  const first = errors[0];
  throw new InvalidError(
    first ? `${first.pointer === "/" ? "Body" : first.pointer}: ${first.detail}` : "The input is not valid",
    errors,
  );
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null;
