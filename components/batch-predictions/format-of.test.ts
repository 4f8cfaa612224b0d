import { expect, test } from "vitest";
import { formatOf } from "./format-of";

test.each([
  ["rows.csv", "csv"],
  ["s3://bucket/a.b/rows.CSV.gz", "csv"],
  ["rows.ndjson", "jsonl"],
  ["rows.parquet", "parquet"],
  ["constructor.constructor", null],
  ["rows", null],
])("%s is %s", (name, format) => {
  expect(formatOf(name)).toBe(format);
});
