import { IANAZone } from "luxon";

const MINUTE_MS = 60_000;
/** Clocks were never changed by more than a day, nor twice in two. */
const NEAR_MS = 26 * 60 * MINUTE_MS;

/**
 * The clocks of a time zone. `wall` is the time that they show, written as if it were UTC. All days and schedules use
 * these, so a day begins when `0 0 * * *` fires.
 */
export type Zone = {
  /** The offset from UTC in ms. */
  offset(at: number): number;
  /** The offsets well before and well after, in ms. */
  around(at: number): readonly [earlier: number, later: number];
  /**
   * The instants at which the clocks show this: one, or two where they go back. A skipped time counts as later by the
   * length of the change. `change` is that length.
   */
  shows(wall: number): { at: [number, ...number[]]; change: number };
};

export function zoneOf(timeZone: string): Zone {
  const zone = IANAZone.create(timeZone);
  const offset = (at: number) => zone.offset(at) * MINUTE_MS;
  const around = (at: number) => [offset(at - NEAR_MS), offset(at + NEAR_MS)] as const;
  return {
    offset,
    around,
    shows(wall) {
      const [earlier, later] = around(wall);
      const [first, second] = [wall - earlier, wall - later];
      const change = Math.abs(later - earlier);
      if (change === 0) return { at: [first], change };
      const [early, ...more] = [first, second].filter((at) => offset(at) === wall - at).sort((a, b) => a - b);
      return { at: early === undefined ? [first] : [early, ...more], change };
    },
  };
}

const HAS_OFFSET = /(?:Z|[+-]\d\d:?\d\d)$/i;

/**
 * The instant of an ISO 8601 day or time. A day begins as in the zone, a time is the zone's wall clock, and an offset
 * in the text wins.
 */
export function instantIn(timeZone: string, text: string): Date {
  if (text.includes("T") && HAS_OFFSET.test(text)) return new Date(text);
  const wall = Date.parse(text.includes("T") ? `${text}Z` : text);
  return new Date(zoneOf(timeZone).shows(wall).at[0]);
}

/** The zone's calendar day at an instant, as 2026-01-31. */
export function dayIn(timeZone: string, at: Date): string {
  return new Date(at.getTime() + zoneOf(timeZone).offset(at.getTime())).toISOString().slice(0, 10);
}
