import { describe, expect, it } from "vitest";
import { cutTo, planDue } from "./plan-due";

const day = (number: number) => new Date(Date.UTC(2026, 0, number));
const daily = { cron: "0 0 * * *", timeZone: "UTC", start: day(1), end: null };
const days = (intervals: readonly { start: Date }[]) => intervals.map(({ start }) => start.getUTCDate());

describe("planDue", () => {
  it.each([
    ["only the latest without catch-up", false, 16, [9], 10],
    ["all with it", true, 16, [1, 2, 3, 4, 5, 6, 7, 8, 9], 10],
    ["as many as there is room for", true, 3, [1, 2, 3], 4],
    ["none without room, but the next is known", true, 0, [], 1],
    ["none when more than allowed are active", true, -4, [], 1],
  ])("%s", (_name, catchup, room, expected, next) => {
    const plan = planDue({ ...daily, catchup }, null, room, day(10));
    expect(days(plan.intervals)).toEqual(expected);
    expect(plan.next?.start).toEqual(day(next));
    expect(plan.lastEnd).toEqual(plan.intervals.at(-1)?.end ?? null);
  });

  it("goes on after the last end, and ends with the schedule", () => {
    const plan = planDue({ ...daily, catchup: true, end: day(4) }, day(2), 16, day(10));
    expect(days(plan.intervals)).toEqual([2, 3]);
    expect(plan.next).toBeNull();
  });

  it("makes at most a hundred at once", () => {
    const plan = planDue({ ...daily, cron: "* * * * *", catchup: true }, null, 1_000, day(10));
    expect(plan.intervals).toHaveLength(100);
  });

  it("cut to some intervals, the next one is due at once", () => {
    const plan = planDue({ ...daily, catchup: true }, null, 16, day(10));
    const cut = cutTo(plan, 2);
    expect(days(cut.intervals)).toEqual([1, 2]);
    expect(cut.next).toEqual(plan.intervals[2]);
    expect(cut.lastEnd).toEqual(day(3));
    expect(cutTo(plan, 9)).toEqual(plan);
  });
});
