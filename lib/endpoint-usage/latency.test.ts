import { describe, expect, it, test } from "vitest";
import { bucketOf, noLatencies, quantileMs } from "./latency";
import { LATENCY_BOUNDS_MS } from "./values";

const counted = (latencies: readonly number[]) => {
  const counts = noLatencies();
  for (const ms of latencies) counts[bucketOf(ms)] = (counts[bucketOf(ms)] ?? 0) + 1;
  return counts;
};

describe("a latency is counted in the first bucket that holds it", () => {
  it.each([
    [0, 0],
    [0.5, 0],
    [0.51, 1],
    [1, 2],
    [32_768, LATENCY_BOUNDS_MS.length - 1],
    [40_000, LATENCY_BOUNDS_MS.length],
  ])("%s ms", (ms, bucket) => {
    expect(bucketOf(ms)).toBe(bucket);
    expect(noLatencies()[bucket]).toBe(0);
  });
});

test("nothing has no quantile", () => {
  expect(quantileMs(noLatencies(), 0.5)).toBeNull();
});

test("a quantile lies in the bucket of the value that has this rank, whatever the values", () => {
  let state = 11;
  const next = () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
  for (let round = 0; round < 200; round += 1) {
    const values = Array.from({ length: 1 + Math.floor(next() * 50) }, () => 0.1 * 10 ** (next() * 5.8));
    values.sort((one, other) => one - other);
    for (const share of [0.5, 0.9, 0.99, 1]) {
      const exact = values[Math.max(0, Math.ceil(share * values.length) - 1)] ?? 0;
      const found = quantileMs(counted(values), share) ?? -1;
      const at = bucketOf(exact);
      const last = LATENCY_BOUNDS_MS[LATENCY_BOUNDS_MS.length - 1] ?? 0;
      expect(found).toBeGreaterThanOrEqual(LATENCY_BOUNDS_MS[at - 1] ?? 0);
      expect(found).toBeLessThanOrEqual(LATENCY_BOUNDS_MS[at] ?? last);
    }
  }
});
