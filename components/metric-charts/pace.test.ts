import { expect, it } from "vitest";
import { paceMs } from "./pace";

it.each([
  [[], 5_000],
  [[1_000, 1_000], 5_000],
  [[500_000, 500_000], 30_000],
  [[10_000_000], 60_000],
])("series of %j points are read again after %d ms", (totals, ms) => {
  expect(paceMs(totals.map((total) => ({ total })))).toBe(ms);
});
