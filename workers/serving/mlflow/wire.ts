/** Values as MLflow's messages carry them, in a body or in a query, where everything is text. */
import * as z from "zod";
import { InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";

/** A field that is sent empty is one that is not sent. */
export const optionalText = z
  .string()
  .optional()
  .transform((value) => value || undefined);

/** Digits or a number; what 64 bits do not hold is refused by whoever takes it. */
export const int64 = z.union([z.number(), z.string()]);

const WHOLE = /^[+-]?\d{1,9}(?:\.0+)?$/;
export const int32 = z
  .union([z.number(), z.string().regex(WHOLE)])
  .transform(Number)
  .pipe(z.number().int());

const WORDS = new Map<string, number | "NaN" | "Infinity" | "-Infinity">([
  ["nan", "NaN"],
  ["inf", "Infinity"],
  ["infinity", "Infinity"],
  ["-inf", "-Infinity"],
  ["-infinity", "-Infinity"],
]);

/** JavaScript reads more as a number: nothing, 0x10. */
const DECIMAL = /^\s*[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?\s*$/i;

/** A number, text that is one, or a word for what is none. */
export const double = z.union([z.number(), z.string(), z.boolean()]).transform((value, { addIssue }) => {
  if (typeof value !== "string") return Number(value);
  const word = WORDS.get(value.toLowerCase());
  if (word !== undefined) return word;
  const number = Number(value);
  if (DECIMAL.test(value) && Number.isFinite(number)) return number;
  addIssue({ code: "custom", message: "must be a number" });
  return z.NEVER;
});

/** An enum by its name, or by its number in the protocol: the place in `names`, from 1. */
export function named<const N extends readonly [string, ...string[]]>(names: N) {
  return z.preprocess((value) => (typeof value === "number" ? names[value - 1] : value), z.enum(names));
}

/** A list, which a query writes by repeating its name. */
export const repeated = z.union([z.string().transform((value) => [value]), z.array(z.string())]).default([]);

export const KeyValues = z.array(z.object({ key: z.string(), value: z.string().default("") })).default([]);

/** A run by its id, or by the old name of it. */
export const RunId = { run_id: z.string().optional(), run_uuid: z.string().optional() };

export function runIdOf({ run_id, run_uuid }: z.infer<z.ZodObject<typeof RunId>>): { run_id: string } {
  const id = run_id || run_uuid;
  if (id) return { run_id: id };
  throw InvalidError.field("/run_id", "run_id is missing", because("required"));
}
