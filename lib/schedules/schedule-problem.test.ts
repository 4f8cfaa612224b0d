import { expect, it, test } from "vitest";
import { cronFires } from "./cron-fires";
import { scheduleProblem } from "./schedule-problem";

const now = new Date("2026-11-28T12:40:00Z");

it.each([
  "* * * * *",
  "5 4 * * *",
  "05 04 * * *",
  " 0  0\t1 * * ",
  "*/15 * * * *",
  "5/15 * * * *",
  "0-30/10,45 9-17 * * MON-FRI",
  "0 0 1 jan,Jul *",
  "0 0 * * 7",
  "0 0 * * FRI-SUN",
  "0 0 29 2 *",
  "0 0 29 2 1",
  "0 0 31 * *",
  "0 0 30 2 1",
  "0 0 31 2,3 *",
  "0 0 L 2 *",
  "0 0 ? * 1",
  "0 0 * * 1#5",
  "0 0 * * friL",
])("%j can be followed", (cron) => {
  expect(scheduleProblem(cron, "Asia/Seoul", now)).toBeNull();
});

it.each([
  // H of Jenkins: a different number each time.
  ["H 5 * * *", '"H" cannot be the minute (0-59)'],
  ["H/3 * * * *", '"H/3" cannot be the minute'],
  ["0 H(0-7) * * *", "cannot be the hour"],
  ["0 0 * * H", "cannot be the weekday"],
  ["h h h h h", '"h" cannot be the minute'],
  ["R * * * *", "cannot be the minute"],
  // Extensions of some crons.
  ["0 0 15W * *", "cannot be the day of the month"],
  ["0 0 LW * *", "cannot be the day of the month"],
  ["0 0 L-3 * *", "cannot be the day of the month"],
  ["? * * * *", "cannot be the minute"],
  ["L * * * *", "cannot be the minute"],
  ["0 0 * L *", "cannot be the month"],
  ["0 0 * * +1", "cannot be the weekday"],
  ["0 0 * * 1#6", "cannot be the weekday"],
  ["0 0 * * 1#0", "cannot be the weekday"],
  ["0 0 * * 1-5#2", "cannot be the weekday"],
  // Numbers outside a field, and empty ranges and steps.
  ["60 * * * *", "cannot be the minute"],
  ["-1 * * * *", "cannot be the minute"],
  ["0 24 * * *", "cannot be the hour"],
  ["0 0 0 * *", "cannot be the day of the month"],
  ["0 0 32 * *", "cannot be the day of the month"],
  ["0 0 * 13 *", "cannot be the month"],
  ["0 0 * * 8", "cannot be the weekday"],
  ["0 22-2 * * *", "cannot be the hour"],
  ["*/0 * * * *", "cannot be the minute"],
  ["*/61 * * * *", "cannot be the minute"],
  ["/5 * * * *", "cannot be the minute"],
  ["*-5 * * * *", "cannot be the minute"],
  ["*/5/2 * * * *", "cannot be the minute"],
  // Garbage.
  ["1,,2 * * * *", '"" cannot be the minute'],
  ["1.5 * * * *", "cannot be the minute"],
  ["1e1 * * * *", "cannot be the minute"],
  ["٥ * * * *", "cannot be the minute"],
  ["0 0 * MON *", "cannot be the month"],
  ["0 0 1 January *", "cannot be the month"],
  ["a b c d e", "cannot be the minute"],
])("%j is refused: %s", (cron, said) => {
  expect(scheduleProblem(cron, "Asia/Seoul", now)).toMatchObject({
    field: "cron",
    reason: { code: "bad_cron", values: { cron } },
    detail: expect.stringContaining(said),
  });
});

it.each([
  ["* * * * * *", 6],
  ["0 0 0 1 1 * 2027", 7],
  ["* * * *", 4],
  ["@daily", 1],
  ["", 1],
])("%j has not five fields", (cron, fields) => {
  expect(scheduleProblem(cron, "UTC", now)).toMatchObject({
    field: "cron",
    reason: { code: "cron_fields", values: { cron, fields } },
  });
});

it.each(["0 0 30 2 *", "0 0 31 2 *", "0 0 31 4,6 *", "0 0 31 2,4,6,9,11 *", "0 0 30,31 FEB *", "0 0 30 2 ?"])(
  "%j never fires",
  (cron) => {
    expect(scheduleProblem(cron, "America/New_York", now)).toMatchObject({
      field: "cron",
      reason: { code: "cron_never", values: { cron } },
    });
    expect(cronFires(cron, "America/New_York").after(now)).toBeNull();
    expect(cronFires(cron, "America/New_York").before(now)).toBeNull();
  },
);

test("a zone that does not exist is named before the expression is read", () => {
  expect(scheduleProblem("H * * * *", "Mars/Olympus", now)).toMatchObject({
    field: "time_zone",
    reason: { code: "unknown_zone", values: { zone: "Mars/Olympus" } },
  });
});
