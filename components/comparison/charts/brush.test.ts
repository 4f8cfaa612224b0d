import { describe, expect, it } from "vitest";
import { brushOf, brushText, isWithin, withBrush } from "./brush";

const lr = { column: "params.lr", from: 100, to: 900 };

it.each([
  ["params.lr~100~900", lr],
  ["params.a~b~0~5", { column: "params.a~b", from: 0, to: 5 }],
  ["params.lr~900~100", null],
  ["params.lr~0~1001", null],
  ["~0~1", null],
  ["params.lr", null],
])("%j is %j", (text, brush) => {
  expect(brushOf(text)).toEqual(brush);
  if (brush) expect(brushText(brush)).toBe(text);
});

describe("stretches", () => {
  it("are one an axis, in order, and none for the whole axis", () => {
    expect(withBrush([lr], { column: "params.lr", from: 800, to: 200 })).toEqual([
      { ...lr, from: 200, to: 800 },
    ]);
    expect(withBrush([lr], { column: "params.lr", from: 0, to: 1_000 })).toEqual([]);
    expect(withBrush([lr], { column: "metrics.auc", from: 1, to: 2 })).toHaveLength(2);
  });
  it("hold the runs that are within all of them", () => {
    const places: Record<string, number | null> = { "params.lr": 0.5, "metrics.auc": null };
    expect(isWithin([lr], (column) => places[column] ?? null)).toBe(true);
    expect(isWithin([{ ...lr, to: 499 }], () => 0.5)).toBe(false);
    expect(isWithin([{ ...lr, column: "metrics.auc" }], (column) => places[column] ?? null)).toBe(false);
    expect(isWithin([], () => null)).toBe(true);
  });
});
