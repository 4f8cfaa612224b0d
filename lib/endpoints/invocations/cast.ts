const NUMBER = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;
const DIGITS = /^-?\d{1,20}$/;
const LONGEST_NUMBER = 400;
/** What pandas reads as a missing value, beside an empty cell. */
const MISSING = new Set(["", "NaN", "nan", "NA", "N/A", "null", "NULL", "None", "<NA>"]);
const TRUTHS = new Map([
  ["true", true],
  ["True", true],
  ["TRUE", true],
  ["false", false],
  ["False", false],
  ["FALSE", false],
]);

/**
 * A text as the type of its column, as MLflow's server casts what it is sent. What is no value of the type stays a text, and is
 * refused where all values are looked at.
 */
export function castText(type: string, value: unknown): unknown {
  if (typeof value !== "string" || type === "string") return value;
  const text = value.trim();
  if (MISSING.has(text)) return null;
  if (type === "bool") return TRUTHS.get(text) ?? value;
  if (text.length > LONGEST_NUMBER || !NUMBER.test(text)) return value;
  const number = Number(text);
  // Digits that a double would change stay digits.
  if (DIGITS.test(text) && !Number.isSafeInteger(number)) return text;
  return number;
}
