import { type CronFires, cronFires } from "./cron-fires";

export type Schedule = { cron: string; timeZone: string; start: Date; end: Date | null; catchup: boolean };
export type Interval = { start: Date; end: Date };

/**
 * The next data interval [start, end) after `lastEnd`; its run is created at `end`. Without catch-up everything
 * missed but the latest is left out. Cron follows the wall clock of its zone, also where clocks change.
 */
export function nextInterval(schedule: Schedule, lastEnd: Date | null, now: Date): Interval | null {
  const fires = cronFires(schedule.cron, schedule.timeZone);
  let start = firstFire(fires, lastEnd && lastEnd > schedule.start ? lastEnd : schedule.start);
  if (!schedule.catchup) {
    const latest = fires.before(fires.before(new Date(now.getTime() + 1)));
    if (latest > start) start = latest;
  }
  if (schedule.end && start >= schedule.end) return null;
  return { start, end: fires.after(start) };
}

/** The intervals whose start lies in [from, to), at most `limit`. The expression is read once: thousands are asked for. */
export function intervalsBetween(
  { cron, timeZone }: Pick<Schedule, "cron" | "timeZone">,
  from: Date,
  to: Date,
  limit: number,
): Interval[] {
  const fires = cronFires(cron, timeZone);
  const found: Interval[] = [];
  for (let start = firstFire(fires, from); start < to && found.length < limit; ) {
    const end = fires.after(start);
    found.push({ start, end });
    start = end;
  }
  return found;
}

/** The first fire at or after an instant. */
function firstFire(fires: CronFires, at: Date): Date {
  return fires.after(new Date(at.getTime() - 1));
}
