import { describe, expect, it } from "vitest";
import { lookOf } from "@/components/charts/lines";
import type { MetricSample } from "@/lib/experiments/schema";
import { linesOf, placeOf } from "./metric-lines";

const sample = (rest: Partial<MetricSample> = {}): MetricSample => ({
  run_id: "r",
  key: "loss",
  start_ms: 1_000,
  total: 3,
  odd: 0,
  steps: [0, 1, 2],
  times_ms: [1_000, 3_000, 2_000],
  values: [1, "NaN", -4],
  means: null,
  ...rest,
});
const named = { id: "loss", name: "loss", look: lookOf(0) };
const view = { axis: "step", isLog: false, smoothing: 0 } as const;

it.each([
  ["step", 7],
  ["time", 2_000],
  ["relative", 1_000],
] as const)("a point is placed by %s", (axis, x) => expect(placeOf(axis, 7, 2_000, 1_000)).toBe(x));

describe("the lines of a metric", () => {
  it("are one with gaps, in the order of its axis", () => {
    expect(linesOf(sample(), named, view)).toEqual([
      {
        ...named,
        points: [
          { x: 0, y: 1 },
          { x: 1, y: null },
          { x: 2, y: -4 },
        ],
      },
    ]);
    const [relative] = linesOf(sample(), named, { ...view, axis: "relative" });
    expect(relative?.points.map(({ x }) => x)).toEqual([0, 1_000, 2_000]);
  });

  it("have no place for negative values on a logarithmic axis", () => {
    const [line] = linesOf(sample(), named, { ...view, isLog: true });
    expect(line?.points.map(({ y }) => y)).toEqual([1, null, null]);
  });

  it("are two when smoothed, the raw one behind", () => {
    const [raw, smoothed] = linesOf(sample({ values: [0, 3, 3] }), named, { ...view, smoothing: 0.5 });
    expect([raw?.isBehind, raw?.points.map(({ y }) => y)]).toEqual([true, [0, 3, 3]]);
    expect([smoothed?.isBehind, smoothed?.points[1]?.y]).toEqual([undefined, 2]);
  });

  it("of a thinned metric smooth the averages, so that a lone spike stays one", () => {
    const thin = sample({
      total: 2_000,
      values: [1, 99, 1],
      means: { steps: [0, 2], times_ms: [0, 2], values: [1, 1.05] },
    });
    const [raw, smoothed] = linesOf(thin, named, { ...view, smoothing: 0.9 });
    expect(raw?.points[1]?.y).toBe(99);
    expect(Math.max(...(smoothed?.points.map(({ y }) => y ?? 0) ?? []))).toBeLessThan(1.05);
  });
});
