import { type CronFires, cronFires } from "./cron-fires";

export type Schedule = { cron: string; timeZone: string; start: Date; end: Date | null; catchup: boolean };
export type Interval = { start: Date; end: Date };
type Clockwork = Pick<Schedule, "cron" | "timeZone">;

/**
 * The next data interval [start, end) after `lastEnd`; its run is created at `end`. Without catch-up, all missed
 * intervals but the latest are skipped. Returns null when the schedule is over, and throws when it cannot be followed.
 */
export function nextInterval(schedule: Schedule, lastEnd: Date | null, now: Date): Interval | null {
  const fires = cronFires(schedule.cron, schedule.timeZone);
  let start = firstFire(fires, lastEnd && lastEnd > schedule.start ? lastEnd : schedule.start);
  if (!start) throw new Error(`${JSON.stringify(schedule.cron)} never fires`);
  if (!schedule.catchup) {
    const begun = fires.before(new Date(now.getTime() + 1));
    const latest = begun && fires.before(begun);
    if (latest && latest > start) start = latest;
  }
  if (schedule.end && start >= schedule.end) return null;
  return intervalFrom(fires, start);
}

/** The intervals that start in [from, to), at most `limit`. Parses the expression once, because callers ask for thousands. */
export function intervalsBetween(
  { cron, timeZone }: Clockwork,
  from: Date,
  to: Date,
  limit: number,
): Interval[] {
  const fires = cronFires(cron, timeZone);
  const found: Interval[] = [];
  for (let start = firstFire(fires, from); start && start < to && found.length < limit; ) {
    const interval = intervalFrom(fires, start);
    if (!interval) break;
    found.push(interval);
    start = interval.end;
  }
  return found;
}

/** The interval that holds an instant; one that the schedule fires at begins it. */
export function intervalAt({ cron, timeZone }: Clockwork, at: Date): Interval | null {
  const fires = cronFires(cron, timeZone);
  const start = fires.before(new Date(at.getTime() + 1));
  return start && intervalFrom(fires, start);
}

function intervalFrom(fires: CronFires, start: Date): Interval | null {
  const end = fires.after(start);
  return end && { start, end };
}

/** The first fire at or after an instant. */
function firstFire(fires: CronFires, at: Date): Date | null {
  return fires.after(new Date(at.getTime() - 1));
}
