import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { recordOfDocument } from "./record";
import { readTime } from "./time";

const NOW = Date.parse("2026-01-05T12:00:00Z") * 1_000;
const received = { nowUs: NOW, keptUs: 14 * 86_400_000_000 };
const of = (document: Record<string, unknown>) => recordOfDocument(document, received);

const T = Date.parse("2026-01-05T11:00:00.123Z");
test.each([
  ["2026-01-05T11:00:00.123Z", T * 1_000],
  ["2026-01-05T11:00:00.123456Z", T * 1_000 + 456],
  ["2026-01-05T11:00:00.123456789Z", T * 1_000 + 456],
  ["2026-01-05T20:00:00.123+09:00", T * 1_000],
  ["2026-01-05 20:00:00,123 +0900", T * 1_000],
  ["2026-01-05T11:00:00.123", T * 1_000],
  [T, T * 1_000],
  [T / 1_000, T * 1_000],
  [String(T), T * 1_000],
  [T * 1_000 + 456, T * 1_000 + 456],
  [`${T * 1_000}456`, T * 1_000],
  [`${T}456789`, T * 1_000 + 456],
  ["yesterday", null],
  ["2026-13-05T11:00:00Z", null],
  ["", null],
  [-1, null],
  [Number.NaN, null],
  [1e30, null],
  [null, null],
  [{}, null],
])("the time %j is %j", (sent, us) => {
  expect(readTime(sent)).toBe(us);
});

describe("what a document says of itself is known by many names", () => {
  test.each([
    [
      { message: "a", level: "WARN", service: "s" },
      { message: "a", level: 40, service: "s" },
    ],
    [
      { msg: "a", level: 50, name: "x" },
      { message: "a", level: 50, attrs: { name: "x" } },
    ],
    [
      { log: "a", severity: 3 },
      { message: "a", level: 50 },
    ],
    [
      { msg: "a", log: { level: "debug" }, host: { name: "h" } },
      { message: "a", level: 20, host: "h" },
    ],
    [
      { "log.level": "error", "service.name": "s" },
      { level: 50, service: "s" },
    ],
    [{ service: { name: "s", version: "1" } }, { service: "s", attrs: { "service.version": "1" } }],
    [{ kubernetes: { labels: { app: "s" } } }, { service: "s", attrs: {} }],
    [
      { trace: { id: "t" }, spanId: "p" },
      { traceId: "t", spanId: "p" },
    ],
    [{ level: "loud" }, { level: 0, attrs: { level: "loud" } }],
    [{ message: { deep: 1 } }, { message: "", attrs: { "message.deep": 1 } }],
    [{}, { message: "", us: NOW }],
  ])("%j", (document, expected) => {
    expect(of(document)).toMatchObject(expected);
  });

  test("and the document is not changed", () => {
    const document = Object.freeze({ msg: "a", service: Object.freeze({ name: "s" }) });
    expect(of(document)).toMatchObject({ service: "s" });
  });
});

describe("a time that cannot be one of a record kept here", () => {
  test.each([
    ["1970-01-01T00:00:00Z"],
    ["2026-01-05T12:11:00Z"],
    ["2099-01-01T00:00:00Z"],
    [0],
    ["not a time"],
    [9e99],
  ])("%j is its arrival, and what was sent is kept", (time) => {
    const record = of({ time, message: "x" });
    expect(record.us).toBe(NOW);
    expect(record.attrs["gwanje.sent_time"]).toBe(typeof time === "string" ? time : JSON.stringify(time));
  });
});

describe("what is stored is bounded and readable", () => {
  test("control characters, half characters and NUL go, colours stay", () => {
    expect(of({ message: "a\0b\u0007c\ud800d\u001b[31me\tf\ng\u0085" }).message).toBe(
      "abc\ufffdd\u001b[31me\tf\ng",
    );
  });
  test("a line of a gigabyte would be cut, and says so", () => {
    const { message } = of({ message: "x".repeat(300_000) });
    expect(message.length).toBeLessThan(263_000);
    expect(message).toMatch(/… \(300000 characters\)$/);
  });
  test("10,000 fields leave 200, and how many went", () => {
    const many = Object.fromEntries(Array.from({ length: 10_000 }, (_, n) => [`f${n}`, n]));
    const { attrs } = of(many);
    expect(Object.keys(attrs)).toHaveLength(201);
    expect(attrs["gwanje.dropped_attributes"]).toBe(9_800);
  });
  test("names that would change what an object is are dropped", () => {
    const { attrs } = of(JSON.parse('{"__proto__":{"x":1},"a":{"constructor":1,"b":2}}'));
    expect(attrs).toEqual({ "a.b": 2, "gwanje.dropped_attributes": 2 });
    expect(Object.getPrototypeOf(attrs)).toBe(Object.prototype);
  });
  test("secrets are hidden by name and by look", () => {
    const record = of({
      message: "Authorization: Bearer abcdef123456",
      password: "hunter2",
      a: { api_key: "k" },
    });
    expect(record.message).not.toContain("abcdef123456");
    expect(record.attrs).toEqual({ password: "[hidden]", "a.api_key": "[hidden]" });
  });
  test("values keep their types, and conflicts of types hurt nobody", () => {
    expect(of({ a: 1, b: "1", c: true, d: null, e: [1, "x"], f: [{ g: 1 }] }).attrs).toEqual({
      a: 1,
      b: "1",
      c: true,
      d: null,
      e: [1, "x"],
      f: '[{"g":1}]',
    });
  });
  test("nesting without end has one", () => {
    let deep: Record<string, unknown> = { end: 1 };
    for (let n = 0; n < 100_000; n += 1) deep = { d: deep };
    expect(Object.keys(of(deep).attrs)).toHaveLength(1);
    const list: unknown = JSON.parse(`${"[".repeat(100_000)}${"]".repeat(100_000)}`);
    expect(of({ list, time: list, message: "m" })).toMatchObject({ message: "m", us: NOW });
  });
  test("of a million fields only those that are kept are looked at", () => {
    let looked = 0;
    const value = { toJSON: () => "x" };
    const many = Object.fromEntries(
      Array.from({ length: 100_000 }, (_, n) => [
        `f${n}`,
        [
          value,
          {
            get seen() {
              looked += 1;
              return looked;
            },
          },
        ],
      ]),
    );
    expect(of(many).attrs["gwanje.dropped_attributes"]).toBe(99_800);
    expect(looked).toBeLessThanOrEqual(200);
  });
  test("any JSON becomes a record that the database can take", () => {
    fc.assert(
      fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (document) => {
        const record = of(document);
        const text = JSON.stringify(record);
        expect(text).not.toMatch(/\\u0000/);
        expect(Number.isSafeInteger(record.us)).toBe(true);
        expect(Object.keys(record.attrs).length).toBeLessThanOrEqual(202);
      }),
    );
  });
});
