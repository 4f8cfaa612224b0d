import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { InvalidError } from "./errors";
import { parseExactJson } from "./exact-json";

function pointerIn(text: string): string | undefined {
  try {
    parseExactJson(text);
    return undefined;
  } catch (error) {
    if (!(error instanceof InvalidError)) throw error;
    expect(error.extra.errors?.[0]).toMatchObject({ code: "number_too_large" });
    return error.extra.errors?.[0]?.pointer;
  }
}

it.each([
  ['{"params": {"id": 1909198862420847982}}', "/params/id"],
  ['{"id": -9007199254740993}', "/id"],
  ['{"id": 9007199254740992}', "/id"],
  ['{"a": [1, {"b~/": [0, 99999999999999999999]}]}', "/a/1/b~0~1/1"],
  ["12345678901234567890", "/"],
  ['{"a": "12345678901234567890", "b": 1e400}', "/b"],
  ['{"a": -1E+999}', "/a"],
  ['{"a\\"]": {"\\u0062": [[], {}, 1909198862420847982]}}', '/a"]/b/2'],
  ['{"a": [[1, 2], 3], "b" : 1909198862420847982}', "/b"],
])("%s holds a number that would be changed, at %s", (text, pointer) => {
  expect(pointerIn(text)).toBe(pointer);
});

it.each([
  '{"id": 9007199254740991, "min": -9007199254740991}',
  '{"id": "1909198862420847982", "1909198862420847982": 1}',
  '{"x": "1e400 \\" 12345678901234567890 \\\\", "y": 0.12345678901234567890}',
  '{"big": 1.5e300, "small": 1e-400, "zero": -0, "float": 1909198862420848000.0}',
  "[1e5, 1E+5, 100]",
])("%s is taken as it is", (text) => {
  expect(parseExactJson(text)).toEqual(JSON.parse(text));
});

it("says what is not JSON as JSON.parse does", () => {
  expect(() => parseExactJson('{"a": 01909198862420847982}')).toThrow(SyntaxError);
});

describe("whatever the JSON", () => {
  it("gives what JSON.parse gives where all numbers are kept", () => {
    fc.assert(
      fc.property(fc.jsonValue(), (value) => {
        const text = JSON.stringify({ value, long: "1234567890123456" });
        fc.pre(pointerIn(text) === undefined);
        expect(parseExactJson(text)).toEqual(JSON.parse(text));
      }),
    );
  });
  it("finds the one integer that would be changed, wherever it stands", () => {
    const path = fc.array(fc.oneof(fc.nat(4), fc.string()), { maxLength: 8 });
    fc.assert(
      fc.property(path, fc.bigInt({ min: 2n ** 53n, max: 2n ** 80n }), (path, number) => {
        const text = path.reduceRight<string>(
          (inside, step) =>
            typeof step === "number"
              ? `[${'"x",'.repeat(step)}${inside}]`
              : `{"before": [{}], ${JSON.stringify(`k${step}`)} :${inside}, "after": "}]"}`,
          String(number),
        );
        const pointer = path.map((step) => (typeof step === "number" ? step : `k${step}`));
        const escaped = pointer.map((part) => String(part).replaceAll("~", "~0").replaceAll("/", "~1"));
        expect(pointerIn(text)).toBe(`/${escaped.join("/")}`);
      }),
    );
  });
});
