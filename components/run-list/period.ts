import { absoluteTime } from "@/lib/client/format";
import { fromTyped, parseInstant } from "@/lib/client/time-range";

/** Periods that go with the clock. Days are the reader's. */
export const PERIODS = ["today", "yesterday", "24h", "7d", "30d"] as const;
export type Period = (typeof PERIODS)[number];

export function isPeriod(text: string | null): text is Period {
  return PERIODS.some((period) => period === text);
}

/** As in the address. */
export type Span = { when: string | null; from: string | null; to: string | null };
/** ISO instants; null where the time is open. */
export type Bounds = { from: string | null; before: string | null };

const DAY_MS = 86_400_000;

/** The instants of a period or of typed ends at `now`. An end that cannot be read is open. */
export function boundsOf({ when, from, to }: Span, zone: string, now: Date): Bounds {
  if (isPeriod(when)) return ofPeriod(when, zone, now);
  return { from: instantOf(from, now), before: to === "now" ? null : instantOf(to, now) };
}

function ofPeriod(period: Period, zone: string, now: Date): Bounds {
  const today = absoluteTime(now, zone).slice(0, 10);
  switch (period) {
    case "today":
      return { from: startOf(today, zone, now), before: null };
    case "yesterday":
      return { from: startOf(dayBefore(today), zone, now), before: startOf(today, zone, now) };
    default:
      return { from: instantOf(`now-${period}`, now), before: null };
  }
}

function startOf(day: string, zone: string, now: Date): string | null {
  return fromTyped(`${day} 00:00`, zone, now);
}

function dayBefore(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) - DAY_MS).toISOString().slice(0, 10);
}

function instantOf(text: string | null, now: Date): string | null {
  return text === null ? null : (parseInstant(text, now)?.toISOString() ?? null);
}
