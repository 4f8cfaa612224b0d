import { describe, expect, it, vi } from "vitest";
import { findInLog, MAX_HITS, nextHit } from "./find-in-log";
import type { LoadLog } from "./use-log-pages";

function logOf(lines: string[], atMost: number): LoadLog {
  return vi.fn(async (from: number, limit: number) => ({
    lines: lines.slice(from - 1, from - 1 + Math.min(limit, atMost)),
    total_lines: lines.length,
  }));
}

describe("findInLog", () => {
  const { signal } = new AbortController();
  it("reads on where the server stopped, and sees through colours", async () => {
    const red = `${String.fromCharCode(27)}[31mERR${String.fromCharCode(27)}[0mor`;
    const load = logOf(["a", red, "b", "c", "an error"], 2);
    expect(await findInLog(load, "error", signal)).toEqual([2, 5]);
    expect(load).toHaveBeenCalledTimes(3);
  });
  it("ends on an empty log and at the most hits", async () => {
    expect(await findInLog(logOf([], 10), "x", signal)).toEqual([]);
    expect(await findInLog(logOf(Array(3_000).fill("x"), 5_000), "x", signal)).toHaveLength(MAX_HITS);
  });
});

it("nextHit goes round", () => {
  expect([nextHit([2, 5], 2, 1), nextHit([2, 5], 5, 1), nextHit([2, 5], 2, -1)]).toEqual([5, 2, 5]);
  expect(nextHit([], 2, 1)).toBeNull();
});
