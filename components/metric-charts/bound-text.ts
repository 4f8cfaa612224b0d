import type { Axis } from "@/lib/experiments/values";

/** A bound as it is typed: a step, seconds since the start, or an instant in ISO 8601. */
export function boundText(axis: Axis, value: number): string {
  if (axis === "step") return String(value);
  if (axis === "relative") return String(value / 1_000);
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? "" : at.toISOString();
}

/** Null for what is none. */
export function boundOf(axis: Axis, text: string): number | null {
  const trimmed = text.trim();
  if (trimmed === "") return null;
  const value = axis === "time" ? Date.parse(trimmed) : Number(trimmed) * (axis === "relative" ? 1_000 : 1);
  const whole = Math.round(value);
  return Number.isSafeInteger(whole) ? whole : null;
}
