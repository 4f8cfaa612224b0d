import { expect, test } from "vitest";
import { isNotModified, wantedRange } from "./conditional";

test.each([
  [undefined, '"a"', false],
  ['"a"', undefined, false],
  ['"a"', '"a"', true],
  ['W/"a"', '"a"', true],
  ['"b", "a"', '"a"', true],
  ["*", '"a"', true],
  ['"b"', '"a"', false],
  ["a", '"a"', false],
])("If-None-Match %s against %s: %s", (header, etag, unchanged) => {
  expect(isNotModified(header, etag)).toBe(unchanged);
});

test.each([
  [{ range: "bytes=0-4" }, "bytes=0-4"],
  [{ range: "bytes=5-" }, "bytes=5-"],
  [{ range: "bytes=-3" }, "bytes=-3"],
  [{ range: "bytes=0-1,3-4" }, undefined],
  [{ range: "bytes=4-2" }, undefined],
  [{ range: "bytes=-0" }, undefined],
  [{ range: "bytes=" }, undefined],
  [{ range: "rows=1-2" }, undefined],
  [{}, undefined],
  [{ range: "bytes=0-4", "if-range": '"a"' }, "bytes=0-4"],
  [{ range: "bytes=0-4", "if-range": '"old"' }, undefined],
])("%j asks for %s", (headers, range) => {
  expect(wantedRange(headers, '"a"')).toBe(range);
});
