import { describe, expect, it } from "vitest";
import type { FeatureType } from "../values";
import { featureJson, readFeatureValue } from "./feature-value";
import { decodeRow, encodeRow } from "./stored-row";
import { formatMicros, parseMicros } from "./time";

describe("a value", () => {
  it.each<[FeatureType, unknown, string]>([
    ["INT64", 5, "5"],
    ["INT64", -0, "0"],
    ["INT64", "9007199254740993", "9007199254740993"],
    ["INT64", "-9223372036854775808", "-9223372036854775808"],
    ["INT64_LIST", [1, "9007199254740993"], "[1,9007199254740993]"],
    ["INT32", -2_147_483_648, "-2147483648"],
    ["DOUBLE", "10000000000000000000", "10000000000000000000"],
    ["FLOAT", 0.5, "0.5"],
    ["BOOL", false, "false"],
    ["STRING", "", '""'],
    ["STRING_LIST", ["a", "b"], '["a","b"]'],
    ["BYTES", "AQI=", '"AQI="'],
    ["UNIX_TIMESTAMP", 1_767_603_600, "1767603600"],
    ["DOUBLE", null, "null"],
    ["DOUBLE_LIST", [], "[]"],
  ])("%s %j is %s, also when it was stored", (type, raw, shown) => {
    const read = readFeatureValue(type, raw);
    if (!("value" in read)) throw new Error(read.problem);
    expect(featureJson(type, read.value)).toBe(shown);
    const row = { eventUs: 1, createdUs: 0, schemaVersion: 3, values: [read.value, undefined] };
    const stored = decodeRow(encodeRow(row));
    expect(stored).toMatchObject({ eventUs: 1, createdUs: 0, schemaVersion: 3 });
    expect(featureJson(type, stored?.values[0] ?? null)).toBe(shown);
    expect(stored?.values[1]).toBeUndefined();
  });

  it.each<[FeatureType, unknown]>([
    ["INT64", 1.5],
    ["INT64", 2 ** 53],
    ["INT64", "9223372036854775808"],
    ["INT64", "1e3"],
    ["INT64", ""],
    ["INT64", true],
    ["INT64_LIST", [null]],
    ["INT64_LIST", 1],
    ["INT32", 2_147_483_648],
    ["INT32", "1"],
    ["FLOAT", 1e39],
    ["DOUBLE", "1.5"],
    ["DOUBLE", Number.NaN],
    ["DOUBLE", Number.POSITIVE_INFINITY],
    ["DOUBLE", "9".repeat(400)],
    ["BOOL", 1],
    ["STRING", 1],
    ["STRING", {}],
    ["STRING", undefined],
    ["BYTES", "a"],
    ["UNIX_TIMESTAMP", "2026-01-05"],
  ])("%s is not made of %j", (type, raw) => {
    expect(readFeatureValue(type, raw)).toEqual({ problem: expect.stringMatching(/^must be /) });
  });
});

describe("a time", () => {
  it.each([
    ["2026-01-05T09:00:00", "2026-01-05T09:00:00Z"],
    ["2026-01-05 09:00:00", "2026-01-05T09:00:00Z"],
    ["2026-01-05T09:00:00.12", "2026-01-05T09:00:00.120Z"],
    ["2026-01-05T09:00:00.000001", "2026-01-05T09:00:00.000001Z"],
    ["2026-01-05T09:00:00.123456789Z", "2026-01-05T09:00:00.123456Z"],
    ["2026-01-05T09:00:00+09:00", "2026-01-05T00:00:00Z"],
    ["2026-01-05T09:00:00+0930", "2026-01-04T23:30:00Z"],
    ["2026-01-05T09:00:00-05", "2026-01-05T14:00:00Z"],
  ])("%s is %s", (text, shown) => {
    expect(formatMicros(parseMicros(text) ?? -1)).toBe(shown);
  });

  it.each([
    "2026-02-30T00:00:00",
    "2026-13-01T00:00:00",
    "2026-01-05T25:00:00",
    "1969-12-31T23:59:59",
    "2026-01-05",
    "",
    5,
    null,
  ])("%j is none", (raw) => {
    expect(parseMicros(raw)).toBeNull();
  });
});
