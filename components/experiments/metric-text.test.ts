import { expect, it } from "vitest";
import { metricText } from "./metric-text";

it.each([
  [0, "0"],
  [0.123456, "0.1235"],
  [0.00075, "0.00075"],
  [0.000123456, "0.0001235"],
  [1.23456, "1.2346"],
  [12_345.67, "12,345.7"],
  [0.00001234, "1.234e-5"],
  [-2_500_000_000, "-2.500e+9"],
  ["NaN", "NaN"],
  ["adam", "adam"],
])("%s is written %s", (value, text) => {
  expect(metricText(value, "en")).toBe(text);
});
