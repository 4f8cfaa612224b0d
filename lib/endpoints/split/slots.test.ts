import { describe, expect, it, test } from "vitest";
import { SLOTS } from "../values";
import { slotOfKey } from "./slot";
import { type Share, slotsOf } from "./slots";

const shares = (percents: Record<string, number>): Share[] =>
  Object.entries(percents).map(([name, percent]) => ({ name, percent }));
const countsOf = (slots: readonly string[]) =>
  Object.fromEntries(
    [...new Set(slots)].map((name) => [name, slots.filter((one) => one === name).length] as const),
  );
const moved = (before: readonly string[], after: readonly string[]) =>
  after.filter((name, at) => name !== before[at]).length;

/** Numbers that look random and are the same in each run. */
function chances(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

function randomShares(next: () => number): Share[] {
  const cuts = Array.from({ length: Math.floor(next() * 5) }, () => 1 + Math.floor(next() * (SLOTS - 1)));
  const ends = [...new Set([...cuts, SLOTS])].sort((one, other) => one - other);
  return ends.map((end, at) => ({
    name: `v${(at + Math.floor(next() * 2)) % 7}-${at}`,
    percent: end - (ends[at - 1] ?? 0),
  }));
}

describe("the slots of variants", () => {
  it.each<[string, Record<string, number>, Record<string, number>, number]>([
    ["a canary of ten", { main: 100 }, { main: 90, canary: 10 }, 10],
    ["more of it", { main: 90, canary: 10 }, { main: 50, canary: 50 }, 40],
    ["and back", { main: 90, canary: 10 }, { main: 100 }, 10],
    ["one that leaves", { a: 40, b: 30, c: 30 }, { a: 55, b: 45 }, 30],
    ["two that change places", { a: 30, b: 70 }, { b: 70, a: 30 }, 0],
    ["all new", { a: 100 }, { b: 60, c: 40 }, 100],
  ])("%s", (_name, from, to, expected) => {
    const before = slotsOf([], shares(from));
    const after = slotsOf(before, shares(to));
    expect(countsOf(before)).toEqual(from);
    expect(countsOf(after)).toEqual(to);
    expect(moved(before, after)).toBe(expected);
  });

  it("no change of shares moves a slot more than the shares that grow need", () => {
    const next = chances(7);
    let slots = slotsOf([], randomShares(next));
    for (let round = 0; round < 200; round += 1) {
      const wanted = randomShares(next);
      const had = countsOf(slots);
      const after = slotsOf(slots, wanted);
      expect(countsOf(after)).toEqual(Object.fromEntries(wanted.map(({ name, percent }) => [name, percent])));
      const grown = wanted.reduce(
        (sum, { name, percent }) => sum + Math.max(0, percent - (had[name] ?? 0)),
        0,
      );
      expect(moved(slots, after)).toBe(grown);
      slots = after;
    }
  });
});

test("a key has one slot in every process, keys are spread over all of them, and endpoints do not share them", () => {
  expect(["JFK", "LAX"].map((key) => slotOfKey("flight-delay", key))).toEqual([20, 11]);
  const slots = Array.from({ length: 10_000 }, (_, at) => slotOfKey("flight-delay", `user-${at}`));
  expect(new Set(slots).size).toBe(SLOTS);
  // Of 10,000 keys a slot has 100, give or take ten: six times that is no chance.
  for (let slot = 0; slot < SLOTS; slot += 1) {
    const count = slots.filter((one) => one === slot).length;
    expect(count).toBeGreaterThan(40);
    expect(count).toBeLessThan(160);
  }
  const elsewhere = slots.filter((slot, at) => slotOfKey("other", `user-${at}`) === slot).length;
  expect(elsewhere).toBeLessThan(200);
});
