import type { DriftBin } from "@/lib/drift/schema";

/** Such as "≤ 3", "3 < … ≤ 5", "> 5", or "= 0" for a value of its own. */
export function rangeText(
  { low = null, high = null, has_low = false, has_high = false }: DriftBin,
  text: (value: number) => string,
): string {
  if (low !== null && low === high) return `= ${text(low)}`;
  if (low === null && high === null) return "…";
  if (low === null) return `${has_high ? "≤" : "<"} ${text(high ?? 0)}`;
  if (high === null) return `${has_low ? "≥" : ">"} ${text(low)}`;
  return `${text(low)} ${has_low ? "≤" : "<"} … ${has_high ? "≤" : "<"} ${text(high)}`;
}
