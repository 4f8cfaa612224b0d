import type * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { fieldError } from "@/lib/platform/field-error";
import { refuseShape } from "@/lib/platform/shape";

/** Deeper and larger than any input of ours; what lies beyond would end in a stack or in the database's own error. */
const INPUT_LIMITS = { depth: 100, values: 1_000_000 };

/** Throws InvalidError with a JSON pointer for each field at fault. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  refuseShape(raw, INPUT_LIMITS);
  const parsed = schema.safeParse(raw);
  if (parsed.success) return parsed.data;
  const errors = parsed.error.issues.map((issue) => fieldError(issue, raw));
  const first = errors[0];
  throw new InvalidError(
    first ? `${first.pointer === "/" ? "Body" : first.pointer}: ${first.detail}` : "The input is not valid",
    errors,
  );
}
