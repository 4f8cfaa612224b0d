import fc from "fast-check";
import { expect, test } from "vitest";
import { versionBefore } from "./version-before";

type Step = [kind: "set" | "promotion" | "rollback" | "removed", from: number | null, to: number | null];
/** In the order in which they happened. */
const before = (steps: Step[], current: number, gone: number[] = []) =>
  versionBefore(
    steps.map(([kind, fromVersion, toVersion]) => ({ kind, fromVersion, toVersion })).reverse(),
    current,
    (version) => !gone.includes(version),
  );
const CHAIN: Step[] = [
  ["set", null, 1],
  ["promotion", 1, 2],
  ["promotion", 2, 3],
];

test.each<[string, Step[], number, number[], number | null]>([
  ["the one before", CHAIN, 3, [], 2],
  ["a second rollback goes further back", [...CHAIN, ["rollback", 3, 2]], 2, [], 1],
  ["the first has none before", [...CHAIN, ["rollback", 3, 2], ["rollback", 2, 1]], 1, [], null],
  ["one that is gone is stepped over", CHAIN, 3, [2], 1],
  ["all before are gone", CHAIN, 3, [1, 2], null],
  ["promoted again after a rollback", [...CHAIN, ["rollback", 3, 2], ["promotion", 2, 4]], 4, [], 2],
  ["after it was removed it begins anew", [...CHAIN, ["removed", 3, null], ["set", null, 5]], 5, [], null],
  ["an alias of which nothing is known", [], 7, [], null],
  [
    "there and back",
    [
      ["set", null, 1],
      ["set", 1, 2],
      ["set", 2, 1],
    ],
    1,
    [],
    2,
  ],
])("%s", (_, steps, current, gone, expected) => expect(before(steps, current, gone)).toBe(expected));

test("it ends whatever the history, never at the present version or at one that is gone", () => {
  const version = fc.integer({ min: 1, max: 5 });
  const change = fc.record({
    kind: fc.constantFrom("set", "rollback", "promotion"),
    fromVersion: fc.option(version),
    toVersion: fc.option(version),
  });
  fc.assert(
    fc.property(fc.array(change, { maxLength: 20 }), version, fc.array(version), (changes, current, gone) => {
      const found = versionBefore(changes, current, (one) => !gone.includes(one));
      expect(found === current || (found !== null && gone.includes(found))).toBe(false);
    }),
  );
});
