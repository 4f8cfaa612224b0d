import { expect, it } from "vitest";
import type { FeatureField } from "@/lib/features/schema";
import { changesBetween, sinceOf } from "./schema-changes";

const schema = (
  schema_version: number,
  types: Record<string, FeatureField["type"]>,
  entities: string[] = ["driver"],
) => ({
  schema_version,
  entities,
  fields: Object.entries(types).map(([name, type]) => ({ name, type })),
});

it.each([
  ["nothing but the order", schema(1, { b: "BOOL", a: "INT64" }), []],
  [
    "a new feature",
    schema(1, { a: "INT64", b: "BOOL", c: "STRING" }),
    [{ kind: "added", name: "c", type: "STRING" }],
  ],
  ["one less", schema(1, { a: "INT64" }), [{ kind: "removed", name: "b", type: "BOOL" }]],
  [
    "another type",
    schema(1, { a: "DOUBLE", b: "BOOL" }),
    [{ kind: "retyped", name: "a", type: "DOUBLE", from: "INT64" }],
  ],
  [
    "other entities",
    schema(1, { a: "INT64", b: "BOOL" }, ["driver", "city"]),
    [{ kind: "entities", entities: ["driver", "city"], from: ["driver"] }],
  ],
])("names %s", (_, after, changes) => {
  expect(changesBetween(schema(0, { a: "INT64", b: "BOOL" }), after)).toEqual(changes);
});

it("a feature is there since it last came or changed its type", () => {
  const versions = [
    schema(3, { a: "INT64", b: "BOOL", c: "STRING", d: "INT32" }),
    schema(2, { a: "INT64", b: "BOOL", c: "STRING" }),
    schema(1, { a: "INT64", b: "INT32" }),
    schema(0, { a: "INT64", b: "BOOL", c: "STRING" }),
  ];
  expect([...sinceOf(versions)]).toEqual([
    ["a", 0],
    ["b", 2],
    ["c", 2],
    ["d", 3],
  ]);
  expect(sinceOf([]).size).toBe(0);
});
