import { describe, expect, it } from "vitest";
import { changedFields } from "./change-rows";

describe("what an act changed", () => {
  it.each([
    { name: "nothing on either side", before: null, after: null, fields: [] },
    { name: "the same", before: { a: 1 }, after: { a: 1 }, fields: [] },
    {
      name: "a value, and one that stays",
      before: { a: 1, role: "viewer" },
      after: { a: 1, role: "admin" },
      fields: [{ name: "role", before: "viewer", after: "admin" }],
    },
    { name: "what was made", before: null, after: { b: [1, 2] }, fields: [{ name: "b", after: "[1,2]" }] },
    { name: "what was deleted", before: { b: null }, after: null, fields: [{ name: "b", before: "null" }] },
    { name: "a list for a record", before: [1], after: "text", fields: [] },
  ])("$name", ({ before, after, fields }) => {
    const empty = { before: undefined, after: undefined };
    expect(changedFields(before, after)).toEqual(fields.map((field) => ({ ...empty, ...field })));
  });
});
