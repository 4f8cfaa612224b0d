import { describe, expect, it } from "vitest";
import { checkParams } from "./params";
import { schemaOversize } from "./params-limits";

const withPattern = (pattern: string) => ({ properties: { code: { type: "string", pattern } } });
const chain = (levels: number): object => (levels === 0 ? {} : { items: chain(levels - 1) });

describe("a parameter with a pattern of the author's", () => {
  it("is checked against it", async () => {
    expect(await checkParams(withPattern("^[a-z]{3}$"), { code: "abc" })).toEqual({ code: "abc" });
    await expect(checkParams(withPattern("^[a-z]{3}$"), { code: "ABC" })).rejects.toThrow(
      /^\/params\/code must match pattern/,
    );
  });
  it("is refused when the pattern would look for ever", async () => {
    await expect(checkParams(withPattern("(a+)+$"), { code: `${"a".repeat(60)}!` })).rejects.toMatchObject({
      code: "INVALID",
      extra: { errors: [{ pointer: "/params", code: "slow_schema" }] },
    });
  });
});

it("names the field that is missing, and every field that is wrong", async () => {
  const schema = { required: ["a"], properties: { b: { type: "number" }, c: { maximum: 1 } } };
  await expect(checkParams(schema, { b: "x", c: 2 })).rejects.toMatchObject({
    extra: { errors: [{ pointer: "/params/a" }, { pointer: "/params/b" }, { pointer: "/params/c" }] },
  });
});

describe("schemaOversize", () => {
  it.each<[string, object, object]>([
    ["bytes", { description: "x".repeat(200_000) }, { unit: "bytes" }],
    [
      "5,000 properties with patterns",
      {
        properties: Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`p${i}`, { pattern: "a" }])),
      },
      { unit: "patterns" },
    ],
    ["schemas", { anyOf: Array.from({ length: 1_001 }, () => ({})) }, { unit: "schemas" }],
    [
      "references",
      { allOf: Array.from({ length: 101 }, () => ({ $ref: "#/$defs/n" })) },
      { unit: "references" },
    ],
    [
      "pattern properties",
      { patternProperties: Object.fromEntries(Array.from({ length: 101 }, (_, i) => [`^${i}`, true])) },
      { unit: "patterns" },
    ],
    ["a long pattern", { properties: { a: { pattern: "a".repeat(1_001) } } }, { unit: "characters" }],
    ["depth", chain(40), { maximum: 32 }],
  ])("refuses too much: %s", (_, schema, values) => {
    expect(schemaOversize(schema)).toMatchObject({ values });
  });
  it("leaves a large form alone", () => {
    const properties = Object.fromEntries(
      Array.from({ length: 90 }, (_, i) => [
        `p${i}`,
        { type: "string", pattern: "^[a-z]+$", title: "Field" },
      ]),
    );
    expect(schemaOversize({ required: ["p0"], properties })).toBeNull();
  });
});
