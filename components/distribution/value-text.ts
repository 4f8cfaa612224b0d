import { number, percent } from "@/lib/client/format";
import type { DistributedFeature } from "@/lib/drift/schema";

/** A second of 1970 and later as a time of UTC; another as the number that it is. */
function timeText(seconds: number, locale: string): string {
  const at = new Date(seconds * 1_000);
  return Number.isNaN(at.getTime())
    ? number(seconds, locale)
    : at.toISOString().slice(0, 16).replace("T", " ");
}

/** A number or a time of a feature; very large and very small ones by their power of ten. */
export function valueText(value: number, type: DistributedFeature["type"], locale: string): string {
  if (type === "UNIX_TIMESTAMP") return timeText(value, locale);
  const size = Math.abs(value);
  return value !== 0 && (size < 0.001 || size >= 1e12) ? value.toExponential(2) : number(value, locale, 3);
}

/** The most frequent texts with their shares of all rows. */
export function topText({ top, rows }: DistributedFeature, most: number, locale: string): string {
  return top
    .slice(0, most)
    .map((one) => `${one.value} ${percent(one.rows / (rows || 1), locale, 0)}`)
    .join(", ");
}

/** How many are true, of those that are there. */
export function truthText({ histogram, max }: DistributedFeature, locale: string): string {
  const all = histogram.reduce((sum, count) => sum + count, 0);
  // A single part is that of the only value.
  const those = max === 1 ? (histogram.at(-1) ?? 0) : 0;
  return `true ${percent(those / (all || 1), locale)}`;
}
