import { expect, test } from "vitest";
import { problemShape } from "../listener/error-shape";
import type { Protocol } from "./protocol";
import { isDataPlanePath, protocolFinder } from "./protocols";

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

const named = (name: string, prefixes: Protocol["prefixes"]): Protocol => ({
  name,
  prefixes,
  authenticate: ["token"],
  errorShape: problemShape,
  limits: { bodyBytes: 1, decompressedBytes: 1, inFlight: 1, timeoutMs: 1 },
  operations: [],
});

test("of the root a protocol has what it names and no more", () => {
  const find = protocolFinder([named("a", ["/a", { root: ["/api/2.0", "/version"] }]), named("b", ["/b"])]);
  const found = ["/a/x", "/api/2.0/x", "/version", "/b", "/", "/api", "/api/2.00", "/versions", "/c"].map(
    (path) => find(path)?.name,
  );
  expect(found).toEqual(["a", "a", "a", "b", undefined, undefined, undefined, undefined, undefined]);
});

test.each([
  [["/a"], ["/a"]],
  [["/a"], ["/a/b"]],
  [["/a/b"], [{ root: ["/a"] }]],
] satisfies [Protocol["prefixes"], Protocol["prefixes"]][])(
  "%j and %j claim the same address",
  (one, other) => {
    expect(() => protocolFinder([named("a", one), named("b", other)])).toThrow(/claimed/);
  },
);
