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

describe("limits", () => {
  it.each([
    [
      { type: "integer", minimum: 1, maximum: 500 },
      { unit: "value", least: 1, most: 500 },
    ],
    [
      { type: "number", minimum: 0 },
      { unit: "value", least: 0, most: null },
    ],
    [
      { type: "string", maxLength: 10 },
      { unit: "characters", least: null, most: 10 },
    ],
    [
      { type: "array", items: { type: "string" }, minItems: 2 },
      { unit: "entries", least: 2, most: null },
    ],
    [
      { type: "string", minimum: 3 },
      { unit: "characters", least: null, most: null },
    ],
  ])("%j", (property, limits) => {
    expect(fieldsOf({ properties: { one: property } })[0]?.limits).toEqual(limits);
  });
});

describe("fields", () => {
  it("knows each kind", () => {
    expect(fields.map((field) => [field.name, field.kind])).toEqual([
      ["name", "string"],
      ["note", "text"],
      ["rate", "number"],
      ["count", "integer"],
      ["dry", "boolean"],
      ["level", "enum"],
      ["day", "date"],
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

  it("sends what a person has changed; what is left alone is the API's to fill", () => {
    const { values, problems } = paramsOf(fields, { ...initialParams(fields), name: "x" });
    expect(problems).toEqual({});
    expect(values).toEqual({ name: "x" });
  });
  it("sends typed values", () => {
    const raw = {
      ...initialParams(fields),
      name: "x",
      rate: "0.25",
      dry: false,
      level: "low",
      sizes: "3\n\n4",
    };
    expect(
      paramsOf(fields, { ...raw, day: "2002-02-03", at: "2002-02-03T04:05", extra: '{"a":[1]}' }).values,
    ).toEqual({
      name: "x",
      rate: 0.25,
      dry: false,
      level: "low",
      day: "2002-02-03",
      at: "2002-02-03T04:05:00Z",
      sizes: [3, 4],
      extra: { a: [1] },
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

/** The field of this schema, its initial value, and the parameter after an edit. */
function form(property: object, required = false) {
  const fields = fieldsOf({ properties: { x: property }, required: required ? ["x"] : [] });
  const shown = initialParams(fields).x;
  const sent = (x: string | boolean, given?: Record<string, unknown>) => {
    const { values, problems } = paramsOf(fields, { x }, given);
    return Object.keys(problems).length > 0 ? problems.x : values;
  };
  return { shown, kind: fields[0]?.kind, sent, fields };
}

describe("a form that is sent as it came", () => {
  it.each([
    [{ type: "string", default: "prod" }],
    [{ type: "string", default: "  kept  " }],
    [{ type: ["string", "null"], default: null }],
    [{ type: ["string", "null"], default: "a" }],
    [{ type: "string", format: "multiline", default: "a\r\nb\n" }],
    [{ type: "string", format: "date", default: "2026-01-01" }],
    [{ type: "string", format: "date-time", default: "2026-01-01T09:00:00+09:00" }],
    [{ type: "string", format: "date-time", default: "2026-01-01T09:00:07.125Z" }],
    [{ type: "integer", default: 3 }],
    [{ type: "number", default: 1e21 }],
    [{ type: "boolean", default: true }],
    [{ type: "boolean" }],
    [{ type: ["boolean", "null"], default: null }],
    [{ enum: ["low", null], default: null }],
    [{ enum: [1, "1"], default: "1" }],
    [{ type: "array", items: { type: "string" }, default: [" a ", "b\nc", ""] }],
    [{ type: "array", items: { type: "integer" }, default: [] }],
    [{ type: "object", default: { n: { m: 1.5 } } }],
    [{ default: "anything" }],
  ])("%j adds nothing to what the API makes of {}", (property) => {
    for (const required of "default" in property ? [true, false] : [false]) {
      const { shown, sent } = form(property, required);
      expect(sent(shown ?? "")).toEqual({});
    }
  });

  it.each([
    [{ type: "string", format: "date-time" }, "2026-01-01T09:00:00+09:00"],
    [{ type: ["boolean", "null"] }, null],
    [{ type: "boolean", default: true }, false],
    [{ type: "string", default: "prod" }, ""],
    [{ type: "array", items: { type: "string" } }, ["a\nb"]],
    [{ type: "integer", default: 1 }, 2],
  ])("of %j keeps the value %j that it was given", (property, value) => {
    const { fields, sent } = form(property, true);
    expect(sent(initialParams(fields, { x: value }).x ?? "", { x: value })).toEqual({ x: value });
  });
});

describe("what a person makes of a field", () => {
  it("shows a moment in UTC, and sends the one that was chosen", () => {
    const { shown, sent } = form({
      type: "string",
      format: "date-time",
      default: "2026-01-01T09:00:00+09:00",
    });
    expect(shown).toBe("2026-01-01T00:00");
    expect(sent("2026-01-02T03:04")).toEqual({ x: "2026-01-02T03:04:00Z" });
    expect(form({ type: "string", format: "date-time", default: "2026-01-01T00:00:09Z" }).shown).toBe(
      "2026-01-01T00:00:09",
    );
    expect(sent("2026-01-02T03:04:05")).toEqual({ x: "2026-01-02T03:04:05Z" });
  });
  it("offers all three of a boolean that may be null", () => {
    const { kind, shown, sent } = form({ type: ["boolean", "null"], default: null });
    expect([kind, shown]).toEqual(["enum", "null"]);
    expect([sent("true"), sent("false")]).toEqual([{ x: true }, { x: false }]);
    expect(form({ type: ["null", "boolean"], default: true }).sent("null")).toEqual({ x: null });
  });
  it.each([
    [{ type: "string", default: "prod" }, { x: "" }],
    [{ type: "string", format: "multiline", default: "prod" }, { x: "" }],
    [{ type: ["string", "null"], default: "prod" }, { x: null }],
    [{ type: ["integer", "null"], default: 1 }, { x: null }],
    [{ type: "array", items: { type: "string" }, default: ["a"] }, { x: [] }],
    [{ type: "integer", default: 1 }, {}],
    [{ type: "object", default: { a: 1 } }, {}],
  ])("%j, emptied, is sent as %j", (property, expected) => {
    expect(form(property).sent("")).toEqual(expected);
  });
  it("asks for what is required and has no default", () => {
    expect(form({ type: "string" }, true).sent("")).toBe("required");
    expect(form({ type: "array", items: { type: "string" } }, true).sent("")).toBe("required");
    expect(form({ type: "integer" }, true).sent("")).toBe("required");
    expect(form({ type: "boolean" }, true).sent(false)).toEqual({ x: false });
    expect(form({ type: ["string", "null"] }, true).sent("")).toEqual({ x: null });
  });
  it("refuses whole numbers that would come out as others", () => {
    const id = "1909198862420847982";
    expect(form({ type: "integer" }).sent(id)).toBe("too_large");
    expect(form({ type: "number" }).sent(`-${id}`)).toBe("too_large");
    expect(form({ type: "array", items: { type: "integer" } }).sent(`1\n${id}`)).toBe("too_large");
    expect(form({ type: "object" }).sent(`{"id": ${id}}`)).toBe("too_large");
    expect(
      form({ type: "object" }).sent(`{"id": "${id}", "n": 1.5e300, "${id}": 9007199254740991}`),
    ).toMatchObject({ x: { id } });
    expect(form({ type: "number" }).sent("1e21")).toEqual({ x: 1e21 });
  });
});
