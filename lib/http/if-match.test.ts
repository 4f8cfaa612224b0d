import { expect, it } from "vitest";
import { etagOf, ifMatch } from "./if-match";

it("tags what has a version, and only that", () => {
  expect(etagOf({ version: 3, name: "x" })).toEqual({ etag: '"3"' });
  expect(etagOf({ data: [] })).toEqual({});
  expect(etagOf(undefined)).toEqual({});
});

it.each([
  ['"3"', 3],
  ['W/"3"', 3],
  [' "12" ', 12],
])("reads %s", (text, version) => {
  expect(ifMatch(new Headers({ "if-match": text }))).toBe(version);
});

it("tells absent from wrong", () => {
  expect(ifMatch(new Headers())).toBeUndefined();
  for (const text of ["3", "*", '"three"', '"1", "2"', ""])
    expect(() => ifMatch(new Headers({ "if-match": text })), text).toThrow(/not an ETag/);
});
