import * as fc from "fast-check";
import { expect, test } from "vitest";
import { type Condition, nextStanding, type Standing, seenOf } from "./next-state";

const START = new Date(0);
const at = (minute: number) => new Date(minute * 60_000);
const condition = (looks: number): Condition => ({ comparison: "above", threshold: 0.25, looks });
const fresh: Standing = { state: "no_data", since: START, seen: "no_data", seenTimes: 0 };

/** The state after each look, and when it began. */
function statesOf(values: readonly (number | null)[], looks: number): string[] {
  let standing = fresh;
  return values.map((value, minute) => {
    standing = nextStanding(standing, condition(looks), { value, now: at(minute + 1) });
    return `${standing.state} since ${standing.since.getTime() / 60_000}`;
  });
}

test.each<["above" | "below", number | null, string]>([
  ["above", 0.26, "firing"],
  ["above", 0.25, "ok"],
  ["below", 0.24, "firing"],
  ["below", 0.25, "ok"],
  ["above", null, "no_data"],
])("%s the threshold, %d is %s", (comparison, value, seen) => {
  expect(seenOf({ comparison, threshold: 0.25, looks: 1 }, value)).toBe(seen);
});

test.each<[string, (number | null)[], number, string[]]>([
  ["at once with one look", [1, 0, null], 1, ["firing since 1", "ok since 2", "no_data since 3"]],
  [
    "after two looks in a row",
    [1, 1, 0, 0],
    2,
    ["no_data since 0", "firing since 2", "firing since 2", "ok since 4"],
  ],
  ["not for a moment", [0, 0, 1, 0, 1, 0], 2, ["no_data since 0", ...new Array(5).fill("ok since 2")]],
  [
    "not by two others mixed",
    [0, 0, 1, null, 1, null],
    2,
    ["no_data since 0", ...new Array(5).fill("ok since 2")],
  ],
])("a rule changes %s", (_name, values, looks, states) => {
  expect(statesOf(values, looks)).toEqual(states);
});

const values = fc.array(fc.constantFrom(0, 1, null), { maxLength: 60 });
test("no state lasts shorter than its looks, and each change was seen that often in a row", () => {
  fc.assert(
    fc.property(values, fc.integer({ min: 1, max: 5 }), (all, looks) => {
      let standing = fresh;
      for (const [minute, value] of all.entries()) {
        const next = nextStanding(standing, condition(looks), { value, now: at(minute + 1) });
        if (next.state !== standing.state) {
          const last = all.slice(minute + 1 - looks, minute + 1);
          expect(last.map((one) => seenOf(condition(looks), one))).toEqual(new Array(looks).fill(next.state));
          expect(next.since).toEqual(at(minute + 1));
        } else expect(next.since).toEqual(standing.since);
        standing = next;
      }
    }),
  );
});
