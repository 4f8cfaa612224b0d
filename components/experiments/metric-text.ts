import { number } from "@/lib/client/format";

const DIGITS = 4;

/** Enough digits to tell runs apart, none that only fill the column; a text stays as it is. */
export function metricText(value: string | number, locale: string): string {
  if (typeof value === "string") return value;
  const size = Math.abs(value);
  if (size !== 0 && (size < 0.0001 || size >= 1e9)) return value.toExponential(DIGITS - 1);
  return size < 1
    ? number(Number(value.toPrecision(DIGITS)), locale, 2 * DIGITS)
    : number(value, locale, size >= 1_000 ? 1 : DIGITS);
}
