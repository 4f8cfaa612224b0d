import { setImmediate as turn } from "node:timers/promises";
import { describe, expect, it } from "vitest";
import { checkWithSchema, readSchema } from "./bounded-schema";
import { SchemaThreads } from "./bounded-schema/pool";

const properties = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`p${i}`, { pattern: `^(a|${i})+$` }]));
const deep = (levels: number): object => (levels === 0 ? {} : { x: deep(levels - 1) });
const both = (name: string) => [{ $ref: `#/$defs/${name}` }, { $ref: `#/$defs/${name}` }];

describe("what would take as long as its author likes", () => {
  it.each<[string, object, unknown]>([
    [
      "a pattern that backtracks",
      { properties: { code: { pattern: "(a+)+$" } } },
      { code: `${"a".repeat(60)}!` },
    ],
    [
      "references that double with the depth of the value",
      { $defs: { n: { properties: { x: { allOf: both("n") } } } }, $ref: "#/$defs/n" },
      deep(60),
    ],
    [
      "references that double by themselves",
      {
        $defs: Object.fromEntries(
          Array.from({ length: 60 }, (_, i) => [
            `n${i}`,
            i === 59 ? { type: "object" } : { allOf: both(`n${i + 1}`) },
          ]),
        ),
        $ref: "#/$defs/n0",
      },
      {},
    ],
    [
      "alternatives that all fail, each with its errors",
      {
        $defs: { n: { properties: { x: { anyOf: both("n") } }, required: ["y"] } },
        $ref: "#/$defs/n",
      },
      deep(60),
    ],
    ["thousands of properties with patterns", { properties: properties(20_000) }, {}],
  ])("ends at its deadline and this thread goes on: %s", async (_, schema, value) => {
    const threads = new SchemaThreads(500);
    let turns = 0;
    let isOver = false;
    const checked = threads
      .check({ schema: JSON.stringify(schema), value: JSON.stringify(value) })
      .finally(() => (isOver = true));
    while (!isOver) turns += Number((await turn(1)) === 1);
    expect(await checked).toEqual({ kind: "too-much" });
    expect(turns).toBeGreaterThan(10);
    // The ended check terminated its thread; the next check gets another.
    expect(await threads.check({ schema: '{"type":"number"}', value: "1" })).toEqual({
      kind: "valid",
      value: "1",
    });
  });
  it("does not keep others from being checked at the same time", async () => {
    // On a busy machine a thread starts slowly, and no check times out here.
    const threads = new SchemaThreads(1_000, 60_000);
    const order: string[] = [];
    const slow = threads
      .check({ schema: '{"pattern":"(a+)+$"}', value: JSON.stringify(`${"a".repeat(60)}!`) })
      .then(() => order.push("slow"));
    await Promise.all(
      [1, 2, 3].map(() => threads.check({ schema: "{}", value: "1" }).then(() => order.push("quick"))),
    );
    await slow;
    expect(order).toEqual(["quick", "quick", "quick", "slow"]);
  });
  it("is given up when all threads are held by others for too long", async () => {
    const threads = new SchemaThreads(2_500);
    const held = { schema: '{"pattern":"(a+)+$"}', value: JSON.stringify(`${"a".repeat(60)}!`) };
    const holding = [threads.check(held), threads.check(held)];
    await expect(threads.check({ schema: "{}", value: "1" })).rejects.toMatchObject({ code: "RATE_LIMITED" });
    expect(await Promise.all(holding)).toEqual([{ kind: "too-much" }, { kind: "too-much" }]);
  });
  it("is refused at once when far too many wait", async () => {
    const threads = new SchemaThreads();
    const asked = Array.from({ length: 200 }, () => threads.check({ schema: "{}", value: "1" }));
    const codes = (await Promise.allSettled(asked)).map((one) =>
      one.status === "fulfilled" ? one.value.kind : one.reason.code,
    );
    expect(new Set(codes)).toEqual(new Set(["valid", "RATE_LIMITED"]));
  });
});

it.each<[string, object, unknown]>([
  ["refers to itself without going deeper", { $ref: "#" }, {}],
  ["fills itself in without end", { properties: { x: { $ref: "#", default: {} } } }, {}],
  [
    "fills in far more than it was given",
    { items: { properties: { a: { default: "x".repeat(10_000) } } } },
    Array.from({ length: 5_000 }, () => ({})),
  ],
])("refuses a schema that %s", async (_, schema, value) => {
  expect(await checkWithSchema(schema, value)).toEqual({ kind: "too-much" });
});

it("fills defaults in, and checks what it filled in", async () => {
  const schema = {
    properties: { n: { type: "integer", default: 3 }, s: { type: "string", format: "date" } },
  };
  expect(await checkWithSchema(schema, { s: "2001-01-31" })).toEqual({
    kind: "valid",
    value: { s: "2001-01-31", n: 3 },
  });
  expect(await checkWithSchema({ properties: { n: { type: "integer", default: "x" } } }, {})).toMatchObject({
    kind: "invalid",
    errors: [
      { instancePath: "/n", keyword: "type", params: { type: "integer" }, message: "must be integer" },
    ],
  });
});

it("says a few of many errors, each of them short", async () => {
  const schema = {
    additionalProperties: { enum: Array.from({ length: 100 }, (_, i) => `${i}`.repeat(400)) },
  };
  const value = Object.fromEntries(Array.from({ length: 200 }, (_, i) => [`${"k".repeat(500)}${i}`, 0]));
  const verdict = await checkWithSchema(schema, value);
  expect(verdict).toMatchObject({ kind: "invalid", errors: { length: 20 } });
  expect(JSON.stringify(verdict).length).toBeLessThan(200_000);
});

it.each<[object, RegExp]>([
  [{ type: "objet" }, /schema is invalid/],
  [{ $ref: "https://evil.example/x" }, /can't resolve reference/],
  [{ pattern: "(" }, /Invalid regular expression/],
  [{ $async: true }, /\$async/],
])("%j is no schema", async (schema, said) => {
  expect(await readSchema(schema)).toEqual({ kind: "bad-schema", said: expect.stringMatching(said) });
});

it("code in a schema is text: nothing of it runs", async () => {
  const schema = { properties: { "'];process.exit(7);//": { const: '";process.exit(7);//' } } };
  expect(await checkWithSchema(schema, { "'];process.exit(7);//": "x" })).toMatchObject({ kind: "invalid" });
});
