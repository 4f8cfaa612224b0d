import { describe, expect, it } from "vitest";
import { type KeyedRows, rekey } from "./row-keys";

const before: KeyedRows = { first: 10, last: 14, keys: [0, 1, 2, 3] };
const keysOf = (first: number, last: number, keep = false) => rekey(before, { first, last }, keep).keys;

describe("elements of rows", () => {
  it("stay with their lines while most rows stay", () => {
    expect(keysOf(11, 15)).toEqual([1, 2, 3, 4]);
    expect(keysOf(8, 12)).toEqual([4, 5, 0, 1]);
    expect(keysOf(10, 16)).toEqual([0, 1, 2, 3, 4, 5]);
    expect(keysOf(11, 13)).toEqual([1, 2]);
  });
  it("are used again when most rows are others", () => {
    expect(keysOf(500, 504)).toEqual([0, 1, 2, 3]);
    expect(keysOf(13, 17)).toEqual([0, 1, 2, 3]);
    expect(keysOf(0, 6)).toEqual([0, 1, 2, 3, 4, 5]);
  });
  it("never where they hold a selection", () => {
    expect(keysOf(13, 17, true)).toEqual([3, 4, 5, 6]);
  });
  it("are there for the first rows, and for none", () => {
    expect(rekey({ first: 0, last: 0, keys: [] }, { first: 3, last: 6 }, false).keys).toEqual([0, 1, 2]);
    expect(keysOf(0, 0)).toEqual([]);
  });
});
