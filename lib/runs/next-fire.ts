import { CronExpressionParser } from "cron-parser";

export type Schedule = { cron: string; timeZone: string; start: Date; end: Date | null; catchup: boolean };
export type Interval = { start: Date; end: Date };

/**
 * The next data interval [start, end) after `lastEnd`; its run is created at `end`. Without catch-up everything
 * missed but the latest is left out. Cron follows the wall clock of its zone, also where clocks change.
 */
export function nextInterval(schedule: Schedule, lastEnd: Date | null, now: Date): Interval | null {
  const base = firstFire(schedule, lastEnd && lastEnd > schedule.start ? lastEnd : schedule.start);
  let start = base;
  if (!schedule.catchup) {
    const latest = previousFire(schedule, previousFire(schedule, new Date(now.getTime() + 1)));
    if (latest > start) start = latest;
  }
  if (schedule.end && start >= schedule.end) return null;
  return { start, end: fireAfter(schedule, start) };
}

/** The intervals whose start lies in [from, to), at most `limit`. The expression is read once: thousands are asked for. */
export function intervalsBetween(
  { cron, timeZone }: Pick<Schedule, "cron" | "timeZone">,
  from: Date,
  to: Date,
  limit: number,
): Interval[] {
  const fires = CronExpressionParser.parse(cron, { currentDate: new Date(from.getTime() - 1), tz: timeZone });
  const found: Interval[] = [];
  for (let start = fires.next().toDate(); start < to && found.length < limit; ) {
    const end = fires.next().toDate();
    found.push({ start, end });
    start = end;
  }
  return found;
}

/**
 * The first fire at or after an instant. Where clocks go forward a fire may fall on a time that the expression does not
 * name (02:30 becomes 03:30): it is a fire all the same when it follows the one before it.
 */
function firstFire(schedule: Schedule, at: Date): Date {
  const follows = fireAfter(schedule, previousFire(schedule, at)).getTime() === at.getTime();
  return follows ? at : fireAfter(schedule, new Date(at.getTime() - 1));
}

function fireAfter({ cron, timeZone }: Schedule, after: Date): Date {
  return CronExpressionParser.parse(cron, { currentDate: after, tz: timeZone }).next().toDate();
}

function previousFire({ cron, timeZone }: Schedule, before: Date): Date {
  return CronExpressionParser.parse(cron, { currentDate: before, tz: timeZone }).prev().toDate();
}
