import { describe, expect, it } from "vitest";
import type { MetricSample } from "@/lib/experiments/schema";
import { curvesOf, groupLines, groupsOf, pointsFor } from "./curve-lines";

const sample = (run_id: string, ...values: number[]): MetricSample => ({
  run_id,
  key: "loss",
  start_ms: 0,
  total: values.length,
  odd: 0,
  steps: values.map((_, at) => at),
  times_ms: values.map((_, at) => at),
  values,
  means: null,
});
const view = { axis: "step", isLog: false, smoothing: 0 } as const;

describe("curves", () => {
  it("keep the look of their run, whichever others are there", () => {
    const all = [sample("a", 1), sample("b", 2)].map((one, index) => ({
      sample: one,
      name: one.run_id,
      index,
    }));
    const [, b] = curvesOf(all, view).lines;
    expect(curvesOf(all.slice(1), view).lines).toEqual([b]);
  });
  it("that are smoothed lie over all raw ones", () => {
    const all = [sample("a", 1, 2), sample("b", 2, 3)].map((one, index) => ({
      sample: one,
      name: one.run_id,
      index,
    }));
    const { lines } = curvesOf(all, { ...view, smoothing: 0.5 });
    expect(lines.map(({ isBehind }) => isBehind ?? false)).toEqual([true, true, false, false]);
  });
});

describe("groups", () => {
  it("are a line and a band each", () => {
    const groups = [
      { word: "adam", samples: [sample("a", 1, 1), sample("b", 3, 3)] },
      { word: "sgd", samples: [sample("c", 5, 5)] },
    ];
    const { lines, bands } = groupLines(groups, view, "minmax");
    expect(lines.map(({ name, points }) => [name, points[0]?.y])).toEqual([
      ["adam", 2],
      ["sgd", 5],
    ]);
    expect(bands[0]?.points[0]).toEqual({ x: 0, low: 1, high: 3 });
  });
  it("are named by their word and count their runs", () => {
    const found = groupsOf([sample("a", 1), sample("b", 1), sample("c", 1)], (id) =>
      id === "b" ? "sgd" : "adam",
    );
    expect(found.map(({ word, samples }) => [word, samples.map(({ run_id }) => run_id)])).toEqual([
      ["adam (2)", ["a", "c"]],
      ["sgd (1)", ["b"]],
    ]);
  });
  it("have no band down to 0 on a logarithmic axis", () => {
    const { bands } = groupLines(
      [{ word: "a", samples: [sample("a", 0), sample("b", 1)] }],
      { ...view, isLog: true },
      "minmax",
    );
    expect(bands[0]?.points).toEqual([]);
  });
});

it.each([
  [1, 1_000],
  [20, 1_000],
  [55, 991],
  [100, 300],
])("%d runs have at most %d points each", (runs, points) => expect(pointsFor(runs)).toBe(points));
