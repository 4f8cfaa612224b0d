import type { Clock } from "@/lib/platform/clock";

export type FakeClock = Clock & { set(time: string | Date): void; advance(ms: number): void };

/** A clock that moves only when a test says so. */
export function fakeClock(start: string | Date = "2026-01-05T09:00:00.000Z"): FakeClock {
  let now = new Date(start).getTime();
  return {
    now: () => new Date(now),
    set(time) {
      now = new Date(time).getTime();
    },
    advance(ms) {
      now += ms;
    },
  };
}
