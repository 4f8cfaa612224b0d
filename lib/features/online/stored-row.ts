import type { FeatureValue } from "./feature-value";
import type { Micros } from "./time";

/** `values` are in the order of the schema's fields; what the writer left out is undefined. `created`: 0 without one. */
export type StoredRow = {
  eventUs: Micros;
  createdUs: Micros;
  schemaVersion: number;
  values: readonly (FeatureValue | undefined)[];
};

const DIGITS = 16;
/** Event time and created time, in front of all else: which of two rows is newer is which of two texts is greater. */
export const STAMP_LENGTH = 2 * DIGITS;
/** What the writer left out. No value is an object. */
const LEFT_OUT = {};

export function encodeRow({ eventUs, createdUs, schemaVersion, values }: StoredRow): string {
  const kept = values.map((value) => (value === undefined ? LEFT_OUT : value));
  return `${digits(eventUs)}${digits(createdUs)}${schemaVersion}:${JSON.stringify(kept)}`;
}

const digits = (micros: Micros) => String(micros).padStart(DIGITS, "0");

/** Null for what no process of ours wrote. */
export function decodeRow(text: string): StoredRow | null {
  const colon = text.indexOf(":", STAMP_LENGTH);
  if (colon < 0) return null;
  // The guarantee: encodeRow wrote it, in this form; nothing else has this key.
  const kept = JSON.parse(text.slice(colon + 1)) as (FeatureValue | typeof LEFT_OUT)[];
  return {
    eventUs: Number(text.slice(0, DIGITS)),
    createdUs: Number(text.slice(DIGITS, STAMP_LENGTH)),
    schemaVersion: Number(text.slice(STAMP_LENGTH, colon)),
    values: kept.map((value) => (isValue(value) ? value : undefined)),
  };
}

function isValue(value: FeatureValue | typeof LEFT_OUT): value is FeatureValue {
  return value === null || typeof value !== "object" || Array.isArray(value);
}
