import { describe, expect, it } from "vitest";
import { fieldsOf, initialParams, paramsOf } from "./params";

const schema = {
  type: "object",
  required: ["name", "day"],
  properties: {
    name: { type: "string", title: "Name" },
    note: { type: "string", format: "multiline" },
    rate: { type: "number", default: 0.5 },
    count: { type: ["integer", "null"] },
    dry: { type: "boolean", default: true },
    level: { enum: ["low", 2, null], default: 2 },
    day: { type: "string", format: "date", default: "2001-01-02" },
    at: { type: "string", format: "date-time", default: "2001-01-02T03:04:05Z" },
    sizes: { type: "array", items: { type: "integer" }, default: [1, 2] },
    extra: { type: "object" },
    "a/b~c": { type: "string" },
  },
};
const fields = fieldsOf(schema);

describe("fields", () => {
  it("knows each kind", () => {
    expect(fields.map((field) => [field.name, field.kind])).toEqual([
      ["name", "string"],
      ["day", "date"],
      ["note", "text"],
      ["rate", "number"],
      ["count", "integer"],
      ["dry", "boolean"],
      ["level", "enum"],
      ["at", "date-time"],
      ["sizes", "list"],
      ["extra", "json"],
      ["a/b~c", "string"],
    ]);
  });
  it("points where the API points", () => {
    expect(fields.at(-1)?.pointer).toBe("/params/a~1b~0c");
  });
  it("reads no form out of nothing", () => {
    expect([fieldsOf(null), fieldsOf({}), fieldsOf({ properties: [] })]).toEqual([[], [], []]);
  });
});

describe("values", () => {
  it.each([
    ["count", "1909198862420847982"],
    ["count", "-9007199254740993"],
    ["rate", "1909198862420847982"],
    ["sizes", "1\n1909198862420847982"],
    ["extra", '{"id": [1909198862420847982]}'],
    ["extra", '{"id": 1e400}'],
  ])("says of %s that %s would not be kept, instead of sending another number", (name, text) => {
    const { problems } = paramsOf(fields, { ...initialParams(fields), name: "x", [name]: text });
    expect(problems).toEqual({ [name]: "too_large" });
  });
  it("takes digits in a text of JSON for what they are", () => {
    const extra = '{"id": "1909198862420847982", "x": 1.5e300, "a\\"1909198862420847982": 1}';
    const { values, problems } = paramsOf(fields, { ...initialParams(fields), name: "x", extra });
    expect([problems, values.extra]).toEqual([{}, JSON.parse(extra)]);
  });

  it("sends defaults as typed values and leaves empty fields out", () => {
    const { values, problems } = paramsOf(fields, { ...initialParams(fields), name: "x" });
    expect(problems).toEqual({});
    expect(values).toEqual({
      name: "x",
      rate: 0.5,
      dry: true,
      level: 2,
      day: "2001-01-02",
      at: "2001-01-02T03:04:00Z",
      sizes: [1, 2],
    });
  });
  it("names what is wrong, field by field", () => {
    const raw = {
      name: " ",
      rate: "fast",
      count: "1.5",
      level: "high",
      day: "soon",
      sizes: "1\nx",
      extra: "{",
    };
    expect(paramsOf(fields, raw).problems).toEqual({
      name: "required",
      rate: "number",
      count: "integer",
      level: "option",
      day: "date",
      sizes: "number",
      extra: "json",
    });
  });
  it("sends null where the schema takes it and a person has emptied the field", () => {
    const nullable = fieldsOf({
      required: ["must"],
      properties: {
        must: { type: ["string", "null"] },
        cleared: { type: ["integer", "null"], default: 3 },
        untouched: { type: ["string", "null"] },
      },
    });
    const raw = { ...initialParams(nullable), cleared: "" };
    expect(paramsOf(nullable, raw)).toEqual({ values: { must: null, cleared: null }, problems: {} });
  });
});
