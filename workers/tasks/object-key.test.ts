import { expect, test } from "vitest";
import { objectKey } from "./object-key";

const values = {
  run_id: "run_1",
  data_interval_start: "2026-01-05T00:00:00.000Z",
  data_interval_end: null,
  params: { up: "../../logs", other: "x/../y", deep: "a/b", empty: "" },
};
const key = (url: string) => objectKey(url, values, "gwanje");

test.each([
  ["s3://gwanje/raw/date={{ ds }}.parquet", "raw/date=2026-01-05.parquet"],
  ["s3://gwanje/{{ params.deep }}/c.csv", "a/b/c.csv"],
  ["s3://gwanje/한글/x y.csv", "한글/x y.csv"],
])("%s is %s", (url, expected) => expect(key(url)).toBe(expected));

test.each([
  ["s3://other/x", /names the bucket/],
  ["s3://gwanje/{{ params.up }}/x", /plain key/],
  ["s3://gwanje/a/{{ params.other }}", /plain key/],
  ["s3://gwanje/a/{{ params.empty }}/b", /plain key/],
  ["s3://gwanje/", /plain key/],
  ["s3://gwanje/a\\b", /plain key/],
  ["s3://gwanje/a\u0000b", /plain key/],
  ["s3://gwanje/logs/run_1/x", /reserved/],
  ["s3://gwanje/code/abc", /reserved/],
  ["s3://gwanje", /is not s3/],
])("%s is refused", (url, why) => expect(() => key(url)).toThrow(why));
