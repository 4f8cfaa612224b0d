import type { WorkerView } from "@/lib/tasks/schema";

type Sample = WorkerView["samples"][number];
const MINUTES = 60;
const MINUTE_MS = 60_000;

/** A place for each minute of the last hour; null where nothing was said. */
export function overHour(samples: readonly Sample[], now: number): (Sample | null)[] {
  const byMinute = new Map(samples.map((one) => [Math.floor(Date.parse(one.minute) / MINUTE_MS), one]));
  const last = Math.floor(now / MINUTE_MS);
  return Array.from({ length: MINUTES }, (_, at) => byMinute.get(last - MINUTES + 1 + at) ?? null);
}
