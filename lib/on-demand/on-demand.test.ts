import { describe, expect, test } from "vitest";
import { compileFeatures } from "./compile";
import type { ExpressionInput, Given } from "./language";
import type { ExpressionType } from "./values";

const INPUTS: ExpressionInput[] = [
  { name: "x", type: "DOUBLE" },
  { name: "n", type: "INT64" },
  { name: "s", type: "STRING" },
  { name: "b", type: "BOOL" },
  { name: "f", type: "FLOAT" },
];
type Row = Partial<Record<"x" | "n" | "s" | "b" | "f", Given>>;

function compute(expression: string, type: ExpressionType, row: Row = {}) {
  const compiled = compileFeatures(INPUTS, [{ name: "out", type, expression }]);
  if (!Array.isArray(compiled)) return { refused: compiled.problem };
  const given = [row.x ?? null, row.n ?? null, row.s ?? null, row.b ?? null, row.f ?? null];
  return compiled[0]?.compute(given);
}

describe("an expression", () => {
  test.each<[string, ExpressionType, Row, Given]>([
    ["x / 2.0 + double(n)", "DOUBLE", { x: 3, n: 2 }, 3.5],
    ["n / 2", "INT64", { n: 5 }, 2],
    ["n", "INT64", { n: "9007199254740993" }, "9007199254740993"],
    ["n - 1", "INT64", { n: "9007199254740993" }, "9007199254740992"],
    ["n - 2", "INT64", { n: "9007199254740993" }, 9007199254740991],
    ["s + '!' + string(n)", "STRING", { s: "a", n: 1 }, "a!1"],
    ["s in ['a', 'b'] && s.startsWith('a')", "BOOL", { s: "a" }, true],
    ["x > 1.0 ? 'many' : 'few'", "STRING", { x: 2 }, "many"],
    ["max(x, 0.0) + min(1.5, x) + abs(-x)", "DOUBLE", { x: 2 }, 5.5],
    ["floor(sqrt(x))", "DOUBLE", { x: 10 }, 3],
    ["f", "DOUBLE", { f: 0.1 }, Math.fround(0.1)],
    ["x", "FLOAT", { x: 0.1 }, Math.fround(0.1)],
    ["n / 3600 % 24", "INT32", { n: 90_000 }, 1],
  ])("%s", (expression, type, row, value) => {
    expect(compute(expression, type, row)).toEqual({ value });
  });

  test.each<[string, ExpressionType, Row, Given]>([
    ["x + 1.0", "DOUBLE", {}, null],
    ["x > 1.0 ? 1 : 2", "INT32", {}, null],
    ["coalesce(x, 0.5)", "DOUBLE", {}, 0.5],
    ["coalesce(x, coalesce(f, 2.0))", "DOUBLE", {}, 2],
    ["is_null(x) ? 0.0 : x", "DOUBLE", {}, 0],
    ["is_null(x) ? 0.0 : x", "DOUBLE", { x: 4 }, 4],
    ["is_null(x) || x > 2.0", "BOOL", {}, true],
    ["b && x > 2.0", "BOOL", { b: false }, false],
    ["b && x > 2.0", "BOOL", { b: true }, null],
    ["b || x > 2.0", "BOOL", { b: true }, true],
    ["x / 0.0", "DOUBLE", { x: 1 }, null],
    ["log(x)", "DOUBLE", { x: -1 }, null],
    ["x", "FLOAT", { x: 1e300 }, null],
    ["1.0", "DOUBLE", {}, 1],
  ])("with nothing: %s", (expression, type, row, value) => {
    expect(compute(expression, type, row)).toEqual({ value });
  });

  test.each<[string, ExpressionType, Row, RegExp]>([
    ["n / 0", "INT64", { n: 1 }, /division by zero/],
    ["n * n", "INT64", { n: "4611686018427387904" }, /overflow/],
    ["n", "INT32", { n: 2 ** 31 }, /2147483648 is no INT32/],
    ["int(s)", "INT64", { s: "many" }, /int/],
    ["s.size()", "INT64", { s: "a".repeat(4_097) }, /s has more than 4096 characters/],
  ])("that cannot be computed says why: %s", (expression, type, row, words) => {
    expect(compute(expression, type, row)).toEqual({ problem: expect.stringMatching(words) });
  });

  test.each<[string, ExpressionType, RegExp]>([
    ["x +", "DOUBLE", /./],
    ["y + 1.0", "DOUBLE", /Unknown variable: y/],
    ["x + 1", "DOUBLE", /double \+ int/],
    ["n", "DOUBLE", /it is int, and DOUBLE is double. Write double/],
    ["null", "DOUBLE", /it is null/],
    ["s.matches('a+')", "BOOL", /no \.matches\(\) here/],
    ["[1, 2].map(i, i * 2)", "INT64", /no \.map\(\) here/],
    ["coalesce(x + 1.0, 2.0)", "DOUBLE", /name of an input/],
    ["coalesce(x, 2)", "DOUBLE", /Both must be of one type/],
    ["is_null(y)", "BOOL", /Unknown variable: y/],
    ["{'a': 1}['a']", "INT64", /made of inputs/],
    [Array.from({ length: 200 }, () => "n").join(" + "), "INT64", /./],
    [`'${"a".repeat(2_000)}'`, "STRING", /more than 2000 characters/],
  ])("that is wrong is refused: %s", (expression, type, words) => {
    expect(compute(expression, type)).toEqual({ refused: expect.stringMatching(words) });
  });

  test("says which feature, or which input, is wrong", () => {
    const good = { name: "a", type: "DOUBLE", expression: "x" } as const;
    expect(compileFeatures(INPUTS, [good, { ...good, expression: "y" }])).toMatchObject({
      of: "feature",
      at: 1,
    });
    const taken = [...INPUTS, { name: "type", type: "DOUBLE" } as const];
    expect(compileFeatures(taken, [good])).toMatchObject({ of: "input", at: 5 });
    expect(compileFeatures([{ name: "in", type: "BOOL" }], [good])).toMatchObject({ of: "input", at: 0 });
  });
});
