import { type EntityType, LIMITS } from "../values";
import { int64Of, type Read } from "./feature-value";

const INT32 = 2 ** 31;

/** The text under which an entity's values lie. Null, fractions and other types are refused: a guess would be another entity. */
export function readJoinKey(type: EntityType, raw: unknown): Read<string> {
  if (type === "STRING")
    return typeof raw === "string" && raw.length <= LIMITS.keyLength
      ? { value: raw }
      : { problem: `must be a text of at most ${LIMITS.keyLength} characters` };
  const whole = int64Of(raw);
  const isInRange = type === "INT64" || (Number(whole) >= -INT32 && Number(whole) < INT32);
  if (whole === undefined || !isInRange)
    return { problem: `must be a whole number of ${type === "INT64" ? 64 : 32} bits, or its digits as text` };
  return { value: String(whole) };
}

/** The same as JSON; whole numbers with all their digits. */
export function joinKeyJson(type: EntityType, text: string): string {
  return type === "STRING" ? JSON.stringify(text) : text;
}
