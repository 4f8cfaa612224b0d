import { expect, test } from "vitest";
import { meanInterval, shareInterval } from "./interval";

// As R's prop.test(correct = FALSE) has them.
test.each([
  [0, 10, 0, 0.2775],
  [10, 10, 0.7225, 1],
  [5, 10, 0.2366, 0.7634],
  [12, 1_000, 0.0069, 0.0209],
])("%d of %d lies between %d and %d", (count, of, low, high) => {
  const found = shareInterval(count, of);
  expect(found?.value).toBe(count / of);
  expect(found?.low).toBeCloseTo(low, 4);
  expect(found?.high).toBeCloseTo(high, 4);
});

test("a mean lies within two standard errors", () => {
  const values = [1, 2, 3, 4];
  const sum = values.reduce((all, one) => all + one, 0);
  const squares = values.reduce((all, one) => all + one ** 2, 0);
  const found = meanInterval(sum, squares, values.length);
  expect(found?.value).toBe(2.5);
  expect(found?.high).toBeCloseTo(2.5 + 1.959964 * Math.sqrt(5 / 3 / 4), 6);
  expect(found?.low).toBeCloseTo(2.5 - 1.959964 * Math.sqrt(5 / 3 / 4), 6);
});

test("of nothing there is no figure", () => {
  expect([shareInterval(0, 0), meanInterval(1, 1, 1)]).toEqual([null, null]);
});
