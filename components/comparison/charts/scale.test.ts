import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { columnOf } from "./columns";
import { numberAt, placeOfNumber, placeOn, roundSteps, scaleOf, ticksOf, wordsOf } from "./scale";

const column = (kind: "params" | "metrics", ...values: (string | number | null)[]) =>
  columnOf(kind, { key: "k", differs: true, values });

describe("the scale of a column", () => {
  it.each([
    [column("params", "0.001", "0.01", "0.1"), "log"],
    [column("params", "1", "2", "3"), "linear"],
    [column("params", "0", "1000"), "linear"],
    [column("metrics", 1, 2, 30), "linear"],
    [column("metrics", 0.001, 5), "log"],
    [column("params", "adam", "sgd"), "words"],
    [column("params", null), "words"],
  ])("%# is as expected", (from, kind) => expect(scaleOf(from).kind).toBe(kind));

  it("places runs between 0 and 1, and none where there is no value", () => {
    const words = column("params", "sgd", "adam", null);
    expect([0, 1, 2].map((at) => placeOn(scaleOf(words), words, at))).toEqual([1, 0, null]);
    const rate = column("params", "0.001", "0.01", "0.1");
    const places = [0, 1, 2].map((at) => placeOn(scaleOf(rate), rate, at));
    expect(places[1]).toBeCloseTo(0.5, 9);
    const alone = column("metrics", 5, 5);
    expect(placeOn(scaleOf(alone), alone, 0)).toBe(0.5);
  });

  it("goes both ways", () => {
    const positive = fc.double({ min: 1e-6, max: 1e6, noNaN: true });
    fc.assert(
      fc.property(positive, positive, fc.constantFrom("linear", "log"), (one, other, kind) => {
        fc.pre(Math.abs(one - other) > 1e-7);
        const scale = { kind, low: Math.min(one, other), high: Math.max(one, other) };
        for (const place of [0, 0.25, 1])
          expect(placeOfNumber(scale, numberAt(scale, place))).toBeCloseTo(place, 5);
      }),
    );
  });

  it("sorts words: numbers by size, then names", () => {
    expect(wordsOf(column("params", "10", "9", "b", "a", "9"))).toEqual(["9", "10", "a", "b"]);
  });
});

describe("ticks", () => {
  it("of a parameter with few values are those values, but for what lies on each other", () => {
    const said = (...values: string[]) =>
      ticksOf(scaleOf(column("params", ...values))).map(({ value }) => value);
    expect(said("2", "1", "2")).toEqual([1, 2]);
    expect(said("0.001", "0.03", "0.01")).toEqual([0.001, 0.01, 0.03]);
    expect(said("0", "1", "50")).toEqual([0, 50]);
  });
  it.each([
    [0, 10, [0, 2, 4, 6, 8, 10]],
    [0.51, 0.89, [0.6, 0.7, 0.8]],
    [-1, 1, [-1, -0.5, 0, 0.5, 1]],
  ])("from %d to %d are round", (low, high, expected) => {
    expect(roundSteps(low, high, 5)).toEqual(expected);
  });
  it("of a logarithmic scale are its ends and the decades between", () => {
    expect(ticksOf({ kind: "log", low: 0.001, high: 0.3 }).map(({ value }) => value)).toEqual([
      0.001, 0.01, 0.1, 0.3,
    ]);
  });
  it("are few and inside for any range", () => {
    const value = fc.double({ min: -1e9, max: 1e9, noNaN: true });
    fc.assert(
      fc.property(value, value, (one, other) => {
        const [low, high] = [Math.min(one, other), Math.max(one, other)];
        fc.pre(high - low > Math.max(Math.abs(low), 1) * 1e-6);
        const ticks = ticksOf({ kind: "linear", low, high });
        expect(ticks.length).toBeLessThanOrEqual(6);
        for (const { place } of ticks) {
          expect(place).toBeGreaterThanOrEqual(-1e-9);
          expect(place).toBeLessThanOrEqual(1 + 1e-9);
        }
      }),
    );
  });
});
