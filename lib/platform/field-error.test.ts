import { describe, expect, it } from "vitest";
import * as z from "zod";
import { fieldError, schemaReason, WORDS } from "./field-error";

const Input = z.strictObject({
  name: z.string().min(2).max(5).optional(),
  key: z
    .string()
    .regex(/^[a-z]+$/, WORDS.variable_key)
    .optional(),
  odd: z
    .string()
    .regex(/^[a-z]+$/, "is odd")
    .optional(),
  count: z.number().int().max(3).multipleOf(2).optional(),
  tags: z.array(z.string()).min(1).optional(),
  role: z.enum(["viewer", "admin"]).optional(),
  inside: z.object({ needed: z.string() }).optional(),
});

describe("what a schema finds", () => {
  it.each([
    [{ name: "a" }, "/name", { code: "too_small", values: { minimum: 2, origin: "string" } }],
    [{ name: "abcdef" }, "/name", { code: "too_big", values: { maximum: 5, origin: "string" } }],
    [{ name: 1 }, "/name", { code: "invalid_type", values: { expected: "string" } }],
    [{ name: null }, "/name", { code: "invalid_type", values: { expected: "string" } }],
    [{ key: "A" }, "/key", { code: "variable_key" }],
    [{ odd: "A" }, "/odd", { code: "invalid_format", values: { format: "regex" } }],
    [{ count: 4 }, "/count", { code: "too_big", values: { maximum: 3, origin: "number" } }],
    [{ count: 1 }, "/count", { code: "not_multiple_of", values: { divisor: 2 } }],
    [{ tags: [] }, "/tags", { code: "too_small", values: { minimum: 1, origin: "array" } }],
    [{ role: "owner" }, "/role", { code: "invalid_value", values: { allowed: "viewer, admin" } }],
    [{ inside: {} }, "/inside/needed", { code: "required" }],
    [{ a: 1, b: 2 }, "/", { code: "unrecognized_keys", values: { keys: "a, b" } }],
    ["text", "/", { code: "invalid_type", values: { expected: "object" } }],
  ])("%j", (input, pointer, reason) => {
    const [issue] = Input.safeParse(input).error?.issues ?? [];
    if (!issue) throw new Error("the schema takes it");
    expect(fieldError(issue, input)).toEqual({ pointer, ...reason, detail: issue.message });
  });
});

it("a JSON Schema's keyword comes with its value, and an unknown one alone", () => {
  expect(schemaReason({ keyword: "maximum", params: { comparison: "<=", limit: 3 } })).toEqual({
    code: "maximum",
    values: { limit: 3 },
  });
  expect(schemaReason({ keyword: "enum", params: { allowedValues: ["a", 1] } })).toEqual({
    code: "enum",
    values: { allowed: "a, 1" },
  });
  expect(schemaReason({ keyword: "if", params: {} })).toEqual({ code: "if" });
  expect(schemaReason({ keyword: "uniqueItems", params: { i: 1, j: 0 } })).toEqual({ code: "uniqueItems" });
});
