import { CronExpressionParser } from "cron-parser";
import { IANAZone } from "luxon";

/** The instants at which an expression fires. Neither may be asked for an instant that is a NaN. */
export type CronFires = {
  /** The first one after an instant. */
  after(instant: Date): Date;
  /** The last one before an instant. */
  before(instant: Date): Date;
};

const HOURS = 24;
const MINUTE_MS = 60_000;
/** Clocks were never changed by more than a day, nor twice in two. */
const NEAR_MS = 26 * 60 * MINUTE_MS;

/**
 * What a cron expression of five fields names on the wall clock of a zone. Where clocks go forward, a time that is jumped
 * over fires once, as much later as they jump; where they go back, it fires at the first of the two. An expression that
 * names every hour keeps the same distance through both: it is about hours, not about the clock. The expression is only
 * asked about a clock that never changes, for cron-parser loses its way where one changes by half an hour.
 */
export function cronFires(cron: string, timeZone: string): CronFires {
  const zone = IANAZone.create(timeZone);
  const expression = CronExpressionParser.parse(cron, { tz: "UTC" });
  const everyHour = expression.fields.hour.values.length === HOURS;
  const offset = (at: number) => zone.offset(at) * MINUTE_MS;

  /** How far the zone is from UTC well before and well after, in ms. */
  const around = (at: number) => [offset(at - NEAR_MS), offset(at + NEAR_MS)] as const;

  /** The fires at what a clock shows once, twice, or never, when they are put off by as much as it jumps. */
  function firesAt(wall: number): { fires: number[]; change: number } {
    const [earlier, later] = around(wall);
    const first = wall - earlier;
    const change = Math.abs(later - earlier);
    if (change === 0) return { fires: [first], change };
    const shown = [first, wall - later].filter((at) => offset(at) === wall - at).sort((a, b) => a - b);
    return { fires: everyHour ? shown : [shown[0] ?? first], change };
  }

  /** All fires by the clock's time, from an instant on or back. Where it changes, some are out of order by that much. */
  function* firesFrom(at: number, step: 1 | -1): Generator<{ fire: number; change: number }> {
    const [earlier, later] = around(at);
    const from = at + offset(at) - step * (Math.abs(later - earlier) + 1);
    expression.reset(new Date(from));
    for (;;) {
      const wall = (step > 0 ? expression.next() : expression.prev()).getTime();
      const { fires, change } = firesAt(wall);
      for (const fire of fires) yield { fire, change };
    }
  }

  /** The nearest fire beyond an instant, in one direction. */
  function nearest(instant: Date, step: 1 | -1): Date {
    const at = instant.getTime();
    let best: number | null = null;
    for (const { fire, change } of firesFrom(at, step)) {
      if ((fire - at) * step > 0 && (best === null || (best - fire) * step > 0)) best = fire;
      if (best !== null && (fire - best) * step >= change) return new Date(best);
    }
    throw new Error("A cron expression has no end.");
  }

  return { after: (instant) => nearest(instant, 1), before: (instant) => nearest(instant, -1) };
}
