import { expect, test } from "vitest";
import { readSearch } from "@/lib/log-records/values";
import { logsHref } from "./logs-href";

const at = (href: string) => Object.fromEntries(new URL(href, "http://x").searchParams);

test.each([
  [{ run: "run_1", task: "a.b", attempt: 2 }, 'run:run_1 task:"a.b" attempt:2'],
  [{ pipeline: "항공편", version: null, model: undefined }, 'pipeline:"항공편"'],
  [{ model: 'a "b" \\c' }, 'model:"a \\"b\\" \\\\c"'],
  [{ service: "gwanje-*" }, "service:gwanje-*"],
  [{ model: "a*b/c:d" }, 'model:"a*b/c:d"'],
])("%j is searched as %s", (ids, q) => {
  expect(at(logsHref(ids)).q).toBe(q);
  expect(readSearch(q).problem).toBeNull();
});

test.each([
  [
    "2026-01-05T09:00:00.000Z",
    "2026-01-05T10:00:00.000Z",
    "2026-01-05T08:59:00.000Z",
    "2026-01-05T10:01:00.000Z",
  ],
  ["2026-01-05T09:00:00.000Z", null, "2026-01-05T08:59:00.000Z", "now"],
  [
    "2025-01-05T09:00:00.000Z",
    "2026-01-05T10:00:00.000Z",
    "2025-12-05T10:01:00.000Z",
    "2026-01-05T10:01:00.000Z",
  ],
])("from %s to %s is looked at from %s to %s", (from, to, start, end) => {
  expect(at(logsHref({ run: "run_1" }, { from, to }))).toMatchObject({ from: start, to: end });
});

test("what has not begun has the usual range", () => {
  expect(at(logsHref({ run: "run_1" }, { from: null, to: null }))).toEqual({ q: "run:run_1" });
});
