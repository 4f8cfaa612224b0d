import { describe, expect, it } from "vitest";
import { look, mayJudge, type View } from "./view";

const LEASE_MS = 8_000;
/** Looks at these seconds of the database's clock, one after the other; null: the database did not answer. */
function judged(...seconds: (number | null)[]): boolean {
  let view: View | null = null;
  for (const second of seconds) view = second === null ? null : look(view, new Date(second * 1_000));
  return mayJudge(view, LEASE_MS);
}
const each = (from: number, to: number, step = 1) =>
  Array.from({ length: (to - from) / step + 1 }, (_, at) => from + at * step);

describe("a scheduler judges leases", () => {
  it.each([
    ["not when it has just come up", [0], false],
    ["not before a whole lease and the way back are over", each(0, 9), false],
    ["after that", each(0, 10), true],
    ["also when rounds take long", each(0, 12, 6), true],
    ["not after a gap in which a lease may have run out", [...each(0, 20), 27], false],
    ["nor while that is less than a lease ago", [...each(0, 20), ...each(27, 36)], false],
    ["again when it is", [...each(0, 20), ...each(27, 37)], true],
    ["not after a look that failed, however short", [...each(0, 20), null, 21], false],
    ["not after a clock that was put back, as in a fail-over", [...each(0, 20), 15], false],
    ["not after two looks that are far apart", [0, 100], false],
  ])("%s", (_name, seconds, expected) => {
    expect(judged(...seconds)).toBe(expected);
  });
});
