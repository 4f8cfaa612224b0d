import { expect, test } from "vitest";
import { AppError, InvalidError } from "@/lib/platform/errors";
import { parseBody } from "./parse-body";

const parse = (text: string, type = "application/json") => parseBody(Buffer.from(text), type);

test.each([
  ["", {}],
  ["{}", {}],
  ['{"a":null,"b":{"c":null,"d":[{"e":null}]}}', { b: { d: [{}] } }],
  [
    '{"runId":"x","startTime":5,"nestedThing":[{"innerKey":1}]}',
    { run_id: "x", start_time: 5, nested_thing: [{ inner_key: 1 }] },
  ],
  ['"{\\"a\\":1}"', { a: 1 }],
  ['{"a":1,"a":2}', { a: 2 }],
  [
    '{"t":9223372036854775807,"u":-9223372036854775808}',
    { t: "9223372036854775807", u: "-9223372036854775808" },
  ],
  ['{"t":[1234567890123456,12]}', { t: ["1234567890123456", 12] }],
  [
    '{"t":0.12345678901234567,"u":1234567890123456.5,"v":1234567890123456e2}',
    { t: Number("0.12345678901234567"), u: 1234567890123456.5, v: 123456789012345600 },
  ],
  ['{"s":"1234567890123456","q":"\\"1234567890123456,"}', { s: "1234567890123456", q: '"1234567890123456,' }],
  ['{"b":"\\\\","n":1234567890123456789}', { b: "\\", n: "1234567890123456789" }],
])("%s is %j", (text, expected) => {
  expect(parse(text)).toEqual(expected);
});

test.each([
  "[]",
  "1",
  "null",
  '"x"',
  "{",
  '{"a":NaN}',
  '{"runId":1,"run_id":2}',
  `{"a":${"[".repeat(70)}${"]".repeat(70)}}`,
])("%s is refused", (text) => {
  expect(() => parse(text)).toThrow(InvalidError);
});

test("a body of another type, or no text, is refused", () => {
  expect(() => parse("{}", "text/plain")).toThrow(InvalidError);
  expect(() => parseBody(Buffer.from([0xff]), "application/json")).toThrow(AppError);
});

test("a text without end is read in no time that grows faster than it", () => {
  const text = `{"a":"${'\\"'.repeat(2_000_000)}","n":1234567890123456}`;
  expect(parse(text)).toMatchObject({ n: "1234567890123456" });
  expect(() => parse(`{"a":"${"\\".repeat(2_000_001)}1234567890123456`)).toThrow(InvalidError);
});
