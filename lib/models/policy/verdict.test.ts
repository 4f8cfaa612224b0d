import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { parsePolicy } from "./language";
import { type Evidence, judge } from "./verdict";

const NEW: Evidence = {
  version: 3,
  metrics: { auc: 0.8, f1: Number.NaN, "val/loss": 0.25 },
  params: { depth: "5" },
  tags: { reviewed: "yes", "a.b": "c" },
  shadow: { requests: 1_000, "label.disagreement_high": 0.01 },
};
const CHAMPION: Evidence = {
  version: 2,
  metrics: { auc: 0.79 },
  params: { depth: "4" },
  tags: {},
  shadow: {},
};

describe("a policy", () => {
  test.each([
    ["metrics.auc >= champion.metrics.auc - 0.005", "holds", "first"],
    ["metrics.auc >= champion.metrics.auc + 0.05", "does_not_hold", "first"],
    ["metrics.auc > 0.9 && metrics.auc > champion.metrics.auc", "does_not_hold", "does_not_hold"],
    ["metrics.auc > champion.metrics.auc && metrics.auc > 0.9", "does_not_hold", "does_not_hold"],
    ["metrics.auc > 0.7 || metrics.auc > champion.metrics.auc", "holds", "holds"],
    ["has(champion.version)", "holds", "does_not_hold"],
    ["!has(champion.version) || version > champion.version", "holds", "holds"],
    ['metrics["val/loss"] < 0.3', "holds", "holds"],
    ["metrics.none > 0.1", "missing", "missing"],
    ["metrics.none > 0.1 && metrics.auc > champion.metrics.auc", "missing", "missing"],
    ["has(metrics.none) && metrics.none > 0.1", "does_not_hold", "does_not_hold"],
    ['"none" in tags', "does_not_hold", "does_not_hold"],
    ['"reviewed" in tags && tags.reviewed == "yes"', "holds", "holds"],
    ["metrics.auc > champion.metrics.none", "missing", "first"],
    ["metrics.f1 > 0.1", "does_not_hold", "does_not_hold"],
    ["metrics.f1 < 0.1", "does_not_hold", "does_not_hold"],
    ["double(params.depth) >= 4", "holds", "holds"],
    ["double(tags.reviewed) >= 4.0", "broken", "broken"],
    ["params.depth.startsWith('5') && size(tags.reviewed) == 3", "holds", "holds"],
    ["version in [1, 3]", "holds", "holds"],
    ["metrics.auc > 0.7 ? true : champion.version > 1", "holds", "holds"],
    ['shadow.requests >= 1000.0 && shadow["label.disagreement_high"] < 0.02', "holds", "holds"],
    ["shadow.slower_ms_high < 5.0", "missing", "missing"],
    ["!has(champion.version) || shadow.slower_ms_high < 5.0", "missing", "holds"],
    ["true", "holds", "holds"],
  ])("%s", (expression, beside, alone) => {
    expect(judge(expression, NEW, CHAMPION).outcome).toBe(beside);
    const first = judge(expression, NEW, null);
    expect(first.outcome).toBe(alone);
    expect(first.passed).toBe(alone === "holds" || alone === "first");
  });

  test("names what it read, with the values, missing ones too", () => {
    const policy =
      "metrics.auc >= champion.metrics.auc - 0.005 && has(tags.x) && metrics.f1 > 1.0 && tags['a.b'] == 'c'";
    expect(judge(policy, NEW, CHAMPION).values).toEqual([
      { name: "metrics.auc", value: 0.8 },
      { name: "champion.metrics.auc", value: 0.79 },
      { name: "tags.x", value: null },
      { name: "metrics.f1", value: "NaN" },
      { name: 'tags["a.b"]', value: "c" },
    ]);
  });
});

describe("what is refused, with why", () => {
  test.each([
    ["metrics.auc >=", /EOF/],
    ["metrics.auc", /must be true or false/],
    ["foo.auc > 1.0", /Unknown variable: foo/],
    ["metrics.auc > 'a'", /no such overload/],
    ["size(metrics) > 1", /metrics needs a key/],
    ["has(champion)", /has\(\)/],
    ["champion == champion", /no such overload/],
    ["metrics[tags.a] > 1.0", /needs a key/],
    ["tags.a.matches('(a+)+$')", /no .matches\(\)/],
    ["metrics.exists(k, true)", /no .exists\(\)|needs a key/],
    ["[1, 2].all(x, x > 0)", /no .all\(\)/],
    ["timestamp('2026-01-01T00:00:00Z') < timestamp('2026-01-02T00:00:00Z')", /no timestamp\(\)/],
    [`${"(".repeat(200)}true${")".repeat(200)}`, /depth|Exceeded/i],
    [Array(400).fill("true").join(" && "), /characters|Exceeded|nodes/i],
    ["x".repeat(2_001), /more than 2000 characters/],
    ["", /EOF|Unexpected/],
  ])("%s", (expression, said) => {
    const policy = parsePolicy(expression);
    expect("problem" in policy ? policy.problem : "none").toMatch(said);
    expect(judge(expression, NEW, CHAMPION)).toMatchObject({ passed: false, outcome: "broken" });
  });

  test("names of JavaScript's own objects are keys like any other", () => {
    for (const key of ["constructor", "__proto__", "toString", "size", "get"])
      expect(judge(`metrics["${key}"] > 0.0`, NEW, CHAMPION).outcome).toBe("missing");
  });
});

test("no text makes a judgement throw, and what has a problem never passes", () => {
  const piece = fc.constantFrom(
    "metrics",
    ".",
    "auc",
    "champion",
    "[",
    "]",
    "(",
    ")",
    "&&",
    "||",
    "!",
    ">",
    "1",
    "0.5",
    "'a'",
    "has",
    "in",
    "tags",
    "?",
    ":",
    "-",
    "true",
    " ",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 12 }), (pieces) => {
      const expression = pieces.join("");
      const { passed, outcome } = judge(expression, NEW, null);
      expect(passed).toBe(outcome === "holds" || outcome === "first");
      if ("problem" in parsePolicy(expression)) expect(passed).toBe(false);
    }),
  );
});
