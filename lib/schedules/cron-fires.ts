import { Cron } from "croner";
import { zoneOf } from "./zone";

/** The instants at which an expression fires. Never call these with NaN. */
export type CronFires = {
  /** The first one after an instant; null when there is none. */
  after(instant: Date): Date | null;
  /** The last one before an instant; null when there is none. */
  before(instant: Date): Date | null;
};

const HOURS = 24;
const HOUR_MS = 3_600_000;
/** `5/15` means 5, 20, 35 and 50, as in every other cron. */
const READING = { mode: "5-part", utcOffset: 0, sloppyRanges: true } as const;

/** Parsing an expression costs ten times as much as evaluating it, and thousands of pipelines share a few. */
const MOST_KEPT = 1_000;
const kept = new Map<string, CronFires>();

export function cronFires(cron: string, timeZone: string): CronFires {
  const key = JSON.stringify([cron, timeZone]);
  const known = kept.get(key);
  if (known) return known;
  if (kept.size >= MOST_KEPT) kept.clear();
  const fires = readCron(cron, timeZone);
  kept.set(key, fires);
  return fires;
}

/**
 * Evaluates a five-field cron expression on the wall clock of a zone. A time that a change skips fires once, later by
 * the length of the change; a time that occurs twice fires at the first. An expression for every hour keeps its
 * distance through a change, because it means hours and not times of day.
 *
 * The cron library only sees a clock without changes, so these rules are ours and hold for changes of half an hour too.
 */
function readCron(cron: string, timeZone: string): CronFires {
  const zone = zoneOf(timeZone);
  const expression = new Cron(cron, READING);
  const everyHour = namesEveryHour(cron);

  /** All fires in the order of the wall clock, forward or backward. Near a change they may be out of order by its length. */
  function* firesFrom(at: number, step: 1 | -1): Generator<{ fire: number; change: number }> {
    const [earlier, later] = zone.around(at);
    let wall = new Date(at + zone.offset(at) - step * (Math.abs(later - earlier) + 1));
    for (;;) {
      const next = step > 0 ? expression.nextRun(wall) : expression.previousRuns(1, wall)[0];
      if (!next) return;
      wall = next;
      const { at: shown, change } = zone.shows(wall.getTime());
      for (const fire of everyHour ? shown : [shown[0]]) yield { fire, change };
    }
  }

  /** The nearest fire beyond an instant, in one direction. */
  function nearest(instant: Date, step: 1 | -1): Date | null {
    const at = instant.getTime();
    let best: number | null = null;
    for (const { fire, change } of firesFrom(at, step)) {
      if ((fire - at) * step > 0 && (best === null || (best - fire) * step > 0)) best = fire;
      if (best !== null && (fire - best) * step >= change) break;
    }
    return best === null ? null : new Date(best);
  }

  return { after: (instant) => nearest(instant, 1), before: (instant) => nearest(instant, -1) };
}

function namesEveryHour(cron: string): boolean {
  const hour = cron.trim().split(/\s+/)[1] ?? "";
  const hours = new Cron(`0 ${hour} * * *`, READING).nextRuns(HOURS, new Date(-1));
  return hours.at(-1)?.getTime() === (HOURS - 1) * HOUR_MS;
}
