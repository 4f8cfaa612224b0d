import { expect, test } from "vitest";
import { isDataPlanePath } from "./app";

test.each([
  ["/data/objects/a/b", true],
  ["/data/objects?prefix=a", true],
  ["/data", true],
  ["/data?x", true],
  ["/healthz", true],
  ["/readyz?verbose", true],
  ["/metrics", true],
  ["/", false],
  ["/database", false],
  ["/_next/data/x", false],
  ["/api/v1/runs?next=/data/x", false],
  ["/healthz/x", false],
])("%s belongs to the data plane: %s", (url, own) => {
  expect(isDataPlanePath(url)).toBe(own);
});
