import * as fc from "fast-check";
import { expect, test } from "vitest";
import { meaningOf } from "../query/meaning";
import { parseQuery } from "../query/parse";
import { filterOf } from "./conditions";
import { attributesOf, columnsOf } from "./fields";
import { literalRegex, quoted } from "./quote";

const filter = (q: string) => filterOf(meaningOf(parseQuery(q)));

test.each([
  ["", "*"],
  ["level:loud", "!*"],
  ["level>=warn", "severity:>=40"],
  ["service:pay -host:h1", '("service":="pay" and !("host":="h1"))'],
  ["service:/^a|b$/i", '"service":~"(?is)^a|b$"'],
  ["n > 5", '"num.n":>5'],
  ['user:""', '("blank.user":* or "list.user":~"(?s)\\u001f\\"\\"\\u001f")'],
  ["time > 2026-01-05T00\\:00\\:00Z", '_time:>"2026-01-05T00:00:00.000000Z"'],
])("%s is %s", (q, written) => {
  expect(filter(q)).toBe(written);
});

/** What is left when the strings are taken out has nothing of the user. */
const outside = (text: string) => text.replaceAll(/"(?:[^"\\]|\\.)*"/g, '""');

test.each([
  ['x" or *'],
  ["x') | delete _msg"],
  ["`*`"],
  ["a\\"],
  ['a\\\\"'],
  ["{_stream}"],
  ["# a comment"],
  ["\u0000\n\r\t"],
  ["\ud800"],
  ["지연 | stats count()"],
])("a value is a string and nothing else: %j", (value) => {
  const named = filterOf({ kind: "attribute", name: value, test: { kind: "among", values: [value] } });
  const plain = filterOf({ kind: "attribute", name: "a", test: { kind: "among", values: ["b"] } });
  expect(outside(named)).toBe(outside(plain));
});

test("whatever text there is, it is a string that reads as this text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary" }), (text) => {
      expect(JSON.parse(quoted(text))).toBe(text.replaceAll(/\p{Surrogate}/gu, "\ufffd"));
      expect(new RegExp(`^${literalRegex(text)}$`, "u").test(text)).toBe(true);
    }),
  );
});

test("attributes come back with their types", () => {
  const value = fc.oneof(
    fc.string(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
  );
  const name = fc.string({ minLength: 1, maxLength: 200 }).filter((text) => text !== "__proto__");
  fc.assert(
    fc.property(fc.dictionary(name, fc.oneof(value, fc.array(value))), (attributes) => {
      const plain: unknown = JSON.parse(JSON.stringify(attributes).replaceAll("-0,", "0,"));
      expect(JSON.parse(JSON.stringify(attributesOf(columnsOf(attributes))))).toEqual(plain);
    }),
  );
});
