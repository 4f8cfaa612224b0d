import fc from "fast-check";
import { expect, it } from "vitest";
import { parseExact } from "./json";

it.each([
  ['{"step":9223372036854775807}', { step: "9223372036854775807" }],
  ['{"step":-9223372036854775808}', { step: "-9223372036854775808" }],
  ['{"value":1.7976931348623157e308}', { value: 1.7976931348623157e308 }],
  ['{"value":0.1234567890123456}', { value: 0.1234567890123456 }],
  ['{"text":"a \\" 12345678901234567 \\\\"}', { text: 'a " 12345678901234567 \\' }],
  ['{"12345678901234567":1}', { "12345678901234567": 1 }],
  ['{"timestamp":1700000000000}', { timestamp: 1700000000000 }],
])("%s", (text, value) => {
  expect(parseExact(text)).toEqual(value);
});

it("changes nothing about anything else", () => {
  fc.assert(
    fc.property(fc.json(), (text) => {
      expect(parseExact(text)).toEqual(expected(JSON.parse(text)));
    }),
  );
});

/** As parseExact has whole numbers that JSON writes with 16 digits or more. */
function expected(value: unknown): unknown {
  if (typeof value === "number" && /^-?\d{16,}$/.test(JSON.stringify(value))) return JSON.stringify(value);
  if (Array.isArray(value)) return value.map(expected);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, held]) => [key, expected(held)]));
}
