/** What people type in the forms of definitions, and what the API wants. */

/** A line each: `key=value`, or a key alone. Empty lines are let be; the last of equal keys holds. */
export function tagsOf(text: string): Record<string, string> {
  return Object.fromEntries(
    linesOf(text).map((line) => {
      const at = line.indexOf("=");
      return at < 0 ? [line, ""] : [line.slice(0, at).trim(), line.slice(at + 1).trim()];
    }),
  );
}

export const tagsText = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags)
    .map(([key, value]) => (value === "" ? key : `${key}=${value}`))
    .join("\n");

export const linesOf = (text: string): string[] =>
  text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "");

export const TTL_UNITS = { days: 86_400, hours: 3_600, minutes: 60, seconds: 1 } as const;
export type TtlUnit = keyof typeof TTL_UNITS;

/** A length in the largest unit that has it whole. */
export function ttlParts(seconds: number): { count: string; unit: TtlUnit } {
  if (seconds === 0) return { count: "", unit: "days" };
  if (seconds % TTL_UNITS.days === 0) return { count: String(seconds / TTL_UNITS.days), unit: "days" };
  if (seconds % TTL_UNITS.hours === 0) return { count: String(seconds / TTL_UNITS.hours), unit: "hours" };
  if (seconds % TTL_UNITS.minutes === 0)
    return { count: String(seconds / TTL_UNITS.minutes), unit: "minutes" };
  return { count: String(seconds), unit: "seconds" };
}

/** Nothing typed: values never grow too old. What is no number is sent as typed, so that the server names the field. */
export function ttlSeconds(count: string, unit: TtlUnit): number | string {
  const typed = count.trim();
  if (typed === "") return 0;
  return /^\d+$/.test(typed) ? Number(typed) * TTL_UNITS[unit] : typed;
}
