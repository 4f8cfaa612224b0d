import { expect, test } from "vitest";
import { noLatencies } from "./latency";
import { NOTHING, stepsUntil, summaryOf, sumOf } from "./steps";
import { USAGE_RANGES } from "./values";

const at = (text: string) => new Date(`2026-03-01T${text}Z`);

test.each([
  ["hour", at("10:20:30"), at("09:21:00"), at("10:20:00"), 60],
  ["day", at("10:20:30"), at("10:30:00"), at("10:15:00"), 96],
  ["week", at("10:20:30"), at("12:00:00"), at("10:00:00"), 84],
] as const)("a range of a %s ends with the step under way", (range, now, first, last, count) => {
  const steps = stepsUntil(now, USAGE_RANGES[range]);
  expect(steps).toHaveLength(count);
  expect(steps[0]?.toISOString().slice(11)).toBe(first.toISOString().slice(11));
  expect(steps.at(-1)).toEqual(last);
});

test("a sum has all counts, and its quantiles are of all answers", () => {
  const fast = { ...NOTHING, requests: 3, refused: 1, latency: noLatencies().with(0, 2) };
  const slow = { ...NOTHING, requests: 98, errors: 0, latency: noLatencies().with(10, 98) };
  const summary = summaryOf(sumOf([fast, slow]));
  expect(summary).toMatchObject({ requests: 101, refused: 1, errors: 0 });
  expect(summary.p50_ms).toBeGreaterThan(12);
  expect(summaryOf(sumOf([]))).toEqual({ requests: 0, refused: 0, errors: 0, p50_ms: null, p99_ms: null });
  expect(NOTHING.latency.every((count) => count === 0)).toBe(true);
});
