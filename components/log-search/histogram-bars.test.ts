import { expect, it } from "vitest";
import { barAt, histogramOf, rangeOfBars } from "./histogram-bars";

const page = (more: object) => ({
  step_seconds: 60,
  from: "2026-01-05T12:00:30.000Z",
  to: "2026-01-05T12:04:10.000Z",
  complete: true,
  searched_to: "2026-01-05T12:00:30.000Z",
  data: [],
  ...more,
});
const bar = (minute: string, levels: Record<string, number>) => ({
  start: `2026-01-05T12:${minute}:00Z`,
  total: 0,
  levels,
});

it("has a bar for every stretch, and joins the pages of a count that went on", () => {
  const histogram = histogramOf([
    page({
      complete: false,
      searched_to: "2026-01-05T12:02:20.000Z",
      data: [bar("02", { info: 1 }), bar("04", { error: 2, info: 1 })],
    }),
    page({ data: [bar("01", { info: 5 }), bar("02", { info: 3 })] }),
  ]);
  expect(histogram?.bars.map(({ total }) => total)).toEqual([0, 5, 4, 0, 3]);
  expect(histogram).toMatchObject({ countedTo: null, total: 12, levels: { info: 10, error: 2 } });
});

it("says how far it was counted", () => {
  const searched_to = "2026-01-05T12:02:20.000Z";
  expect(histogramOf([page({ complete: false, searched_to })])?.countedTo).toBe(Date.parse(searched_to));
  expect(histogramOf([])).toBeNull();
});

it("bars are a range, whichever end comes first, within the whole", () => {
  const histogram = histogramOf([page({})]);
  if (!histogram) throw new Error("there are bars");
  expect(rangeOfBars(histogram, 3, 1)).toEqual({
    from: "2026-01-05T12:01:00.000Z",
    to: "2026-01-05T12:04:00.000Z",
  });
  expect(rangeOfBars(histogram, 0, 4)).toEqual({ from: page({}).from, to: page({}).to });
});

it("a place is in a bar, also at the edges", () => {
  expect([-0.1, 0, 0.5, 0.999, 1, 2].map((share) => barAt(share, 10))).toEqual([0, 0, 5, 9, 9, 9]);
});
