import { isQuotedNumber } from "@/lib/platform/large-numbers";
import type { TensorData, TensorType } from "../runtime/tensor";

/** What is wrong with a value, under pydantic's names. */
export type Problem = { type: string; msg: string };
export type Scalar = { value: number | bigint | string } | Problem;
type Wanted = { isWhole?: boolean; isOptional?: boolean };

const RANGES: Partial<Record<TensorType, readonly [number, number]>> = {
  int8: [-128, 127],
  int16: [-32_768, 32_767],
  int32: [-2_147_483_648, 2_147_483_647],
  uint8: [0, 255],
  uint16: [0, 65_535],
  uint32: [0, 4_294_967_295],
};
const LONG_RANGES: Partial<Record<TensorType, readonly [bigint, bigint]>> = {
  int64: [-(2n ** 63n), 2n ** 63n - 1n],
  uint64: [0n, 2n ** 64n - 1n],
};
/** Digits of a whole number that JSON would change come as text. */
const DIGITS = /^-?\d{1,20}$/;

const problem = (type: string, msg: string): Problem => ({ type, msg });
const MISSING_NUMBER = problem("float_type", "Input should be a valid number");
const NOT_FINITE = problem("finite_number", "Input should be a finite number");
const NOT_WHOLE = problem("int_type", "Input should be a valid integer");
const FRACTION = problem(
  "int_from_float",
  "Input should be a valid integer, got a number with a fractional part",
);

const TOO_LARGE = problem(
  "int_parsing_size",
  "Input should be a whole number below 2^53, because the model computes with fractions",
);

/** Puts a value of JSON into its place in a tensor; says what is wrong with one that has none there. */
export function putScalar(
  data: TensorData,
  at: number,
  type: TensorType,
  raw: unknown,
  wanted?: Wanted,
): Problem | null {
  // Most values are fractions, which cost no object.
  if (typeof raw === "number" && isFraction(type) && !wanted?.isWhole) {
    if (!Number.isFinite(type === "float32" ? Math.fround(raw) : raw)) return NOT_FINITE;
    put(data, at, raw);
    return null;
  }
  const scalar = scalarOf(type, raw, wanted);
  if (!("value" in scalar)) return scalar;
  put(data, at, scalar.value);
  return null;
}

const isFraction = (type: TensorType) => type === "float32" || type === "float64";

/** The guarantee: the value is what scalarOf makes for the type of this very data. */
export function put(data: TensorData, at: number, value: number | bigint | string): void {
  (data as unknown[])[at] = value;
}

/** A value of JSON as a tensor holds it. Nothing is converted: true is no 1, "1" no number, 1.5 no whole number. */
export function scalarOf(type: TensorType, raw: unknown, { isWhole, isOptional }: Wanted = {}): Scalar {
  switch (type) {
    case "string":
      return typeof raw === "string"
        ? { value: raw }
        : problem("string_type", "Input should be a valid string");
    case "bool":
      return typeof raw === "boolean"
        ? { value: raw ? 1 : 0 }
        : problem("bool_type", "Input should be a valid boolean");
    case "float32":
    case "float64":
      // Models know a missing number as NaN.
      if (raw === null && isOptional) return { value: Number.NaN };
      return fractionOf(type, raw, isWhole ?? false);
    case "int64":
    case "uint64":
      return longOf(type, raw);
    default:
      return wholeOf(type, raw);
  }
}

function fractionOf(type: TensorType, raw: unknown, isWhole: boolean): Scalar {
  const isDigits = isQuotedNumber(raw);
  // A fraction is the nearest there is. A whole number is what was meant, or refused.
  if (isDigits && isWhole && !Number.isSafeInteger(Number(raw))) return TOO_LARGE;
  const value = isDigits ? Number(raw) : raw;
  if (typeof value !== "number") return MISSING_NUMBER;
  if (!Number.isFinite(type === "float32" ? Math.fround(value) : value)) return NOT_FINITE;
  return isWhole && !Number.isInteger(value) ? FRACTION : { value };
}

function wholeOf(type: TensorType, raw: unknown): Scalar {
  if (typeof raw !== "number") return NOT_WHOLE;
  if (!Number.isFinite(raw)) return NOT_FINITE;
  if (!Number.isInteger(raw)) return FRACTION;
  const [least, most] = RANGES[type] ?? [0, 0];
  return raw >= least && raw <= most ? { value: raw } : outOf(type, least, most);
}

function longOf(type: TensorType, raw: unknown): Scalar {
  if (typeof raw === "number") {
    if (!Number.isFinite(raw)) return NOT_FINITE;
    if (!Number.isInteger(raw)) return FRACTION;
    // 1e17 is written by those whose numbers are fractions: which whole number was meant is not known.
    if (!Number.isSafeInteger(raw))
      return problem(
        "int_parsing_size",
        "Input should be a whole number with all its digits, or a text of them",
      );
  } else if (typeof raw !== "string" || !DIGITS.test(raw)) return NOT_WHOLE;
  const value = BigInt(raw);
  const [least, most] = LONG_RANGES[type] ?? [0n, 0n];
  return value >= least && value <= most ? { value } : outOf(type, least, most);
}

function outOf(type: TensorType, least: number | bigint, most: number | bigint): Problem {
  return problem("int_parsing_size", `Input should be from ${least} to ${most}, as ${type} has it`);
}
