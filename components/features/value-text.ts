import type { FeatureType } from "@/lib/features/values";

const WHOLE: ReadonlySet<FeatureType> = new Set<FeatureType>(["INT64", "INT64_LIST"]);

/** A value as JSON. Digits that a number would not keep come as text, and are shown as the number that they are. */
export function valueText(type: FeatureType, value: unknown): string {
  if (WHOLE.has(type)) return Array.isArray(value) ? `[${value.join(", ")}]` : String(value);
  return JSON.stringify(value);
}
