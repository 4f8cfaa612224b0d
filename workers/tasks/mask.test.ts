import fc from "fast-check";
import { expect, test } from "vitest";
import { createMask } from "./mask";

const SECRET = 'pa"ss/word 1';

function masked(pieces: readonly (string | Buffer)[], values = [SECRET]): string {
  const stream = createMask(values).stream();
  const parts = pieces.map((piece) => stream.push(Buffer.from(piece)));
  return Buffer.concat([...parts, stream.flush()]).toString("utf8");
}

test.each([
  [[`a ${SECRET} b ${SECRET}`], "a *** b ***"],
  [["a pa", '"ss/w', "ord 1 b"], "a *** b"],
  [[...SECRET], "***"],
  [["pa", "nda"], "panda"],
  [["ends like pa"], "ends like pa"],
  [[JSON.stringify({ s: SECRET })], '{"s":"***"}'],
  [[`?q=${encodeURIComponent(SECRET)}`], "?q=***"],
  [[Buffer.from(SECRET).toString("base64")], "***"],
  [["한글 ", SECRET, " 한글"], "한글 *** 한글"],
])("%j becomes %s", (pieces, expected) => expect(masked(pieces)).toBe(expected));

test("a value of several lines is hidden line by line", () => {
  const key = "-----BEGIN KEY-----\nMIIEvQIBADANBg\nkqhkiG9w0BAQEF\n-----END KEY-----";
  expect(masked([key.replaceAll("\n", "\n2026-01-01 ")], [key])).not.toMatch(/MIIE|kqhk/);
});

test("a value that begins another does not uncover its end, however it is cut", () => {
  const values = ["token-1234", "token-1234-5678"];
  expect(masked(["token-1234-5678"], values)).toBe("***");
  expect(masked(["token-1234", "-56", "78"], values)).toBe("***");
  expect(masked(["token-1234", "-5x"], values)).toBe("***-5x");
});

test("however the output is cut, no value is left and nothing else is lost", () => {
  const values = ["abcabd", "abcabdabca", "한글비밀"];
  fc.assert(
    fc.property(
      fc.array(fc.constantFrom("a", "b", "c", "d", "abc", "비", ...values), { maxLength: 30 }),
      fc.array(fc.nat(300), { maxLength: 10 }),
      (words, cuts) => {
        const bytes = Buffer.from(words.join(""));
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
        const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        expect(masked(pieces, values)).toBe(createMask(values).text(words.join("")));
      },
    ),
    { numRuns: 500 },
  );
});

test("results are masked in texts, keys and numbers", () => {
  expect(createMask(["12345"]).json({ a: ["x 12345 y"], "k-12345": 12345, n: 1, t: true, z: null })).toEqual({
    a: ["x *** y"],
    "k-***": "***",
    n: 1,
    t: true,
    z: null,
  });
});

test("very short values are left alone", () => {
  expect(createMask(["1", "abc"]).text("1 abc MQ==")).toBe("1 abc MQ==");
});
