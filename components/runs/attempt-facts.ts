import type { AttemptView } from "@/lib/runs/schema";

/** Of the tries up to this one: automatic retries, and reruns by a person. */
export function triesUpTo(
  attempts: readonly Pick<AttemptView, "number" | "clear_number">[],
  number: number,
): { automatic: number; byHand: number } {
  const seen = attempts.filter((each) => each.number <= number);
  const byHand = seen.filter((each, at) => at > 0 && each.clear_number !== seen[at - 1]?.clear_number).length;
  return { byHand, automatic: Math.max(0, seen.length - 1 - byHand) };
}

/** A tick of the system's clock; shorter work counts as none. */
export const CPU_TICK_MS = 10;
/** No program is smaller; lower readings are of a process that was still starting. */
const SMALLEST_PROGRAM_BYTES = 1024 * 1024;

export type Measured = { cpuMs: number | "under_tick" | null; maxRssBytes: number | null };

/** Measured usage of a process; null when it ended before the first measurement. The worker may add fields. */
export function measured(usage: unknown): Measured {
  const known: Record<string, unknown> = typeof usage === "object" && usage !== null ? { ...usage } : {};
  const number = (value: unknown) => (typeof value === "number" && value >= 0 ? value : null);
  const cpu = number(known.cpu_ms);
  const rss = number(known.max_rss_bytes);
  return {
    cpuMs: cpu !== null && cpu < CPU_TICK_MS ? "under_tick" : cpu,
    maxRssBytes: rss !== null && rss < SMALLEST_PROGRAM_BYTES ? null : rss,
  };
}
