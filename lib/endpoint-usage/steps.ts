import { noLatencies, quantileMs } from "./latency";
import type { Measured } from "./repository/usage";
import type { UsageSummary } from "./schema";

export const NOTHING: Measured = { requests: 0, refused: 0, errors: 0, latency: noLatencies() };
const MINUTE_MS = 60_000;

/** The beginnings of the last so many minutes in steps, aligned as the database aligns them; the last one is under way. */
export function stepsUntil(
  now: Date,
  { minutes, stepMinutes }: { minutes: number; stepMinutes: number },
): Date[] {
  const stepMs = stepMinutes * MINUTE_MS;
  const last = Math.floor(now.getTime() / stepMs) * stepMs;
  const count = Math.ceil(minutes / stepMinutes);
  return Array.from({ length: count }, (_, at) => new Date(last - (count - 1 - at) * stepMs));
}

export function summaryOf({ requests, refused, errors, latency }: Measured): UsageSummary {
  return {
    requests,
    refused,
    errors,
    p50_ms: quantileMs(latency, 0.5),
    p99_ms: quantileMs(latency, 0.99),
  };
}

export function sumOf(parts: readonly Measured[]): Measured {
  return parts.reduce(
    (sum, part) => ({
      requests: sum.requests + part.requests,
      refused: sum.refused + part.refused,
      errors: sum.errors + part.errors,
      latency: sum.latency.map((count, at) => count + (part.latency[at] ?? 0)),
    }),
    NOTHING,
  );
}
