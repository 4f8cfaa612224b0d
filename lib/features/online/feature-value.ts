import { isQuotedNumber } from "@/lib/platform/large-numbers";
import { type FeatureType, LIMITS, type ScalarType } from "../values";

/** As it is stored: a whole number that a double would change is its digits as text. */
export type FeatureValue = null | string | number | boolean | readonly (string | number | boolean)[];
export type Read<T> = { value: T } | { problem: string };

const INT32 = 2 ** 31;
const INT64 = 2n ** 63n;
const MAX_FLOAT = 3.4028234663852886e38;
/** The year 9999. */
const LAST_SECOND = 253_402_300_799;
const BASE64 = /^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/;

const WORDS: Record<ScalarType, string> = {
  STRING: `a text of at most ${LIMITS.textLength} characters`,
  INT32: "a whole number from -2147483648 to 2147483647",
  INT64: "a whole number of 64 bits, or its digits as text",
  FLOAT: "a number in the range of 32 bits; what has no value is null, not NaN",
  DOUBLE: "a number; what has no value is null, not NaN",
  BOOL: "true or false",
  BYTES: "base64",
  UNIX_TIMESTAMP: "whole seconds since 1970",
};

/** Nothing is made to fit: 1.5 is no INT64, "1.5" no DOUBLE, 1 no BOOL. */
export function readFeatureValue(type: FeatureType, raw: unknown): Read<FeatureValue> {
  if (raw === null) return { value: null };
  const item = itemType(type);
  if (!item) {
    // The guarantee: a type without items is a scalar.
    const scalar = type as ScalarType;
    const value = scalarOf(scalar, raw);
    return value === undefined ? { problem: `must be ${WORDS[scalar]}` } : { value };
  }
  if (!Array.isArray(raw) || raw.length > LIMITS.listLength)
    return { problem: `must be a list of at most ${LIMITS.listLength} values` };
  const values: (string | number | boolean)[] = [];
  for (const one of raw) {
    const value = scalarOf(item, one);
    if (value === undefined) return { problem: `must be a list in which each is ${WORDS[item]}` };
    values.push(value);
  }
  return { value: values };
}

/** The type of a list's values; null for what is no list. */
function itemType(type: FeatureType): ScalarType | null {
  // The guarantee: the name of each list is its item's and "_LIST".
  return type.endsWith("_LIST") ? (type.slice(0, -5) as ScalarType) : null;
}

function scalarOf(type: ScalarType, raw: unknown): string | number | boolean | undefined {
  switch (type) {
    case "STRING":
      return typeof raw === "string" && raw.length <= LIMITS.textLength ? raw : undefined;
    case "INT32":
      return isWhole(raw) && raw >= -INT32 && raw < INT32 ? raw : undefined;
    case "INT64":
      return int64Of(raw);
    case "FLOAT":
      return within(doubleOf(raw), MAX_FLOAT);
    case "DOUBLE":
      return within(doubleOf(raw), Number.MAX_VALUE);
    case "BOOL":
      return typeof raw === "boolean" ? raw : undefined;
    case "BYTES":
      return typeof raw === "string" && raw.length <= LIMITS.textLength && BASE64.test(raw) ? raw : undefined;
    case "UNIX_TIMESTAMP":
      return isWhole(raw) ? within(raw, LAST_SECOND) : undefined;
    default:
      return type satisfies never;
  }
}

const isWhole = (raw: unknown): raw is number => Number.isSafeInteger(raw);
const within = (value: number | undefined, most: number) =>
  value !== undefined && Math.abs(value) <= most ? value : undefined;

function doubleOf(raw: unknown): number | undefined {
  if (typeof raw === "number") return raw;
  return isQuotedNumber(raw) ? Number(raw) : undefined;
}

/** A number where it is exact, digits where it would not be; undefined for what is none. */
export function int64Of(raw: unknown): number | string | undefined {
  if (isWhole(raw)) return raw + 0;
  if (typeof raw !== "string" || !/^-?\d{1,19}$/.test(raw)) return undefined;
  const exact = BigInt(raw);
  if (exact < -INT64 || exact >= INT64) return undefined;
  const value = Number(exact);
  return Number.isSafeInteger(value) ? value : String(exact);
}

/** As JSON. Digits become a number again: clients that are exact read all of them. */
export function featureJson(type: FeatureType, value: FeatureValue): string {
  if (value === null || (type !== "INT64" && type !== "INT64_LIST")) return JSON.stringify(value);
  return Array.isArray(value) ? `[${value.join(",")}]` : String(value);
}
