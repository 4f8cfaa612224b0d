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

const utf8 = (text: string) => [...Buffer.from(text)];
const hex = (value: number, digits: number) => value.toString(16).padStart(digits, "0");
const each = (text: string, write: (char: string) => string) => [...text].map(write).join("");
const units = (text: string) => Array.from({ length: text.length }, (_, at) => text.charCodeAt(at));
const percent = (text: string, kept: RegExp) =>
  each(text, (char) =>
    kept.test(char)
      ? char
      : utf8(char)
          .map((byte) => `%${hex(byte, 2)}`)
          .join(""),
  );

/** How programs write a text: libraries, shells and languages. */
const WRITERS: Record<string, (text: string) => string> = {
  "as it is": (text) => text,
  encodeURIComponent: (text) => encodeURIComponent(text),
  quote: (text) =>
    percent(text, /[\w.~/-]/).toUpperCase() === text ? text : percent(text, /[A-Za-z0-9_.~/-]/),
  "quote_plus, upper case": (text) =>
    percent(text, /[A-Za-z0-9_.~ -]/)
      .replace(/%../g, (code) => code.toUpperCase())
      .replaceAll(" ", "+"),
  "form data": (text) => new URLSearchParams({ k: text }).toString().slice(2),
  "every byte in percent, twice": (text) => percent(percent(text, /(?!)/), /[0-9a-zA-Z]/),
  "percent in a ConfigParser": (text) => encodeURIComponent(text).replaceAll("%", "%%"),
  JSON: (text) => JSON.stringify(text).slice(1, -1),
  "JSON in ASCII": (text) =>
    each(JSON.stringify(text).slice(1, -1), (char) =>
      char > "~"
        ? units(char)
            .map((unit) => `\\u${hex(unit, 4)}`)
            .join("")
        : char,
    ),
  "JSON with every character escaped": (text) =>
    units(text)
      .map((unit) => `\\u${hex(unit, 4).toUpperCase()}`)
      .join(""),
  "JSON with slashes escaped": (text) => JSON.stringify(text).slice(1, -1).replaceAll("/", "\\/"),
  "JSON in JSON": (text) => JSON.stringify(JSON.stringify(text)).slice(3, -3),
  "printf %q": (text) => each(text, (char) => (/[\w@%+=:,./-]/.test(char) ? char : `\\${char}`)),
  "printf %q in octal": (text) =>
    each(text, (char) =>
      /[ -~]/.test(char)
        ? /['\\]/.test(char)
          ? `\\${char}`
          : char
        : utf8(char)
            .map((byte) => `\\${byte.toString(8).padStart(3, "0")}`)
            .join(""),
    ),
  "bytes of Python": (text) =>
    each(text, (char) =>
      /[ -~]/.test(char)
        ? char === "\\"
          ? "\\\\"
          : char
        : utf8(char)
            .map((byte) => `\\x${hex(byte, 2)}`)
            .join(""),
    ),
  "ascii() of Python": (text) =>
    each(text, (char) => {
      const code = char.codePointAt(0) ?? 0;
      return code < 127
        ? char
        : code < 256
          ? `\\x${hex(code, 2)}`
          : code < 65_536
            ? `\\u${hex(code, 4)}`
            : `\\U${hex(code, 8)}`;
    }),
  "code points of JavaScript": (text) => each(text, (char) => `\\u{${hex(char.codePointAt(0) ?? 0, 1)}}`),
  HTML: (text) =>
    text
      .replaceAll("&", "&amp;")
      .replaceAll("<", "&lt;")
      .replaceAll(">", "&gt;")
      .replaceAll('"', "&quot;")
      .replaceAll("'", "&#39;"),
  "HTML entities": (text) => each(text, (char) => `&#${char.codePointAt(0)};`),
  "HTML entities in hex": (text) =>
    each(text, (char) => `&#x${hex(char.codePointAt(0) ?? 0, 4).toUpperCase()};`),
  "quotes of a shell": (text) => text.replaceAll("'", "'\\''"),
  "shlex.quote": (text) => text.replaceAll("'", "'\"'\"'"),
  "quotes of SQL": (text) => text.replaceAll("'", "''"),
  "quotes of CSV": (text) => text.replaceAll('"', '""'),
  base64: (text) => Buffer.from(text).toString("base64"),
  "base64 for URLs": (text) => Buffer.from(text).toString("base64url"),
  "base64 in a URL": (text) => encodeURIComponent(Buffer.from(text).toString("base64")),
};

test.each([
  ["Weird%21Pass%5E123%24", "Weird!Pass^123$"],
  ["Weird\\!Pass\\^123\\$", "Weird!Pass^123$"],
  ["p%40ss/word%3Dx1", "p@ss/word=x1"],
  ["p%40ss/word%3dx1", "p@ss/word=x1"],
  ["my+pass+word%26", "my pass word&"],
  ["$'비밀\\'번호'", "비밀'번호"],
  ["\\ube44\\ubc00\\ubc88\\ud638", "비밀번호"],
  ["\\355\\202\\244\\360\\237\\230\\200ok", "키😀ok"],
])("%s is not seen", (shown, secret) => {
  const quoted = /^\$'.*'$/.test(shown);
  expect(masked([`dsn=${shown}@host`], [secret])).toBe(quoted ? "dsn=$'***'@host" : "dsn=***@host");
});

/** Texts of the characters that are written in so many ways, and of any others. */
const secretText = fc
  .array(
    fc.oneof(
      fc.constantFrom(..."abcXYZ019 !\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\t한글é😀"),
      fc.string({ unit: "grapheme", minLength: 1, maxLength: 1 }),
    ),
    { minLength: 4, maxLength: 12 },
  )
  .map((chars) => chars.join("").replace(/\p{Surrogate}|\0/gu, "x"))
  .filter((text) => text.trim().length >= 4 && !/[*]/.test(text));

test.each(Object.entries(WRITERS))(
  "%s: whatever the secret, however the output is cut, nothing of it is left",
  (_name, write) => {
    fc.assert(
      fc.property(secretText, fc.array(fc.nat(120), { maxLength: 4 }), (secret, cuts) => {
        const shown = write(secret);
        const bytes = Buffer.from(`before ${shown} behind`);
        const at = [0, ...cuts.map((cut) => Math.min(cut, bytes.length)), bytes.length].sort((a, b) => a - b);
        const pieces = at.slice(1).map((end, i) => bytes.subarray(at[i], end));
        const seen = masked(pieces, [secret]);
        expect(seen).toMatch(/^before .{0,3}\*\*\*.{0,3} behind$/u);
        const mask = createMask([secret]);
        expect(mask.json({ [shown]: [`before ${shown} behind`] })).toEqual({ [mask.text(shown)]: [seen] });
      }),
      { numRuns: 15 },
    );
  },
);

test("characters of one secret may each be written in another way", () => {
  const writers = Object.entries(WRITERS)
    .filter(([name]) => !/base64|twice|JSON in JSON|form|plus/.test(name))
    .map(([, write]) => write);
  fc.assert(
    fc.property(
      secretText,
      fc.array(fc.nat(writers.length - 1), { minLength: 12, maxLength: 12 }),
      (secret, picks) => {
        const shown = [...secret].map((char, at) => writers[picks[at] ?? 0]?.(char) ?? char).join("");
        expect(masked([`<${shown}>`], [secret])).toBe("<***>");
      },
    ),
  );
});

test("text that a value is not in stays as it is, byte for byte", () => {
  const mask = createMask(["hunter2-hunter2", "비밀번호1234"]);
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 400 }), (bytes) => {
      const stream = mask.stream();
      const seen = Buffer.concat([stream.push(Buffer.from(bytes)), stream.flush()]);
      expect(seen.equals(Buffer.from(bytes))).toBe(true);
    }),
  );
  expect(mask.text("100%20 \\u0068unter &amp; hunter")).toBe("100%20 \\u0068unter &amp; hunter");
});

test("a text made to look like the secret all along costs no more than its length", () => {
  const values = [`${"a".repeat(1_000)}b`, "ab".repeat(500)];
  const lookAlike = "a".repeat(400_000);
  expect(masked([lookAlike], values)).toBe(lookAlike);
  expect(masked(["ab".repeat(200_000)], values)).toBe("***");
});
