import { describe, expect, it } from "vitest";
import { InvalidError } from "./errors";
import { decodeCursor, encodeCursor, PageQuery, toPage } from "./pagination";

describe("toPage", () => {
  const page = (rows: number[], limit: number) =>
    toPage(
      rows,
      limit,
      (row) => [row],
      (row) => row * 10,
    );
  it("says there is more only when the extra row came", () => {
    expect(page([1, 2, 3], 3)).toEqual({ data: [10, 20, 30], next_cursor: null, has_more: false });
    expect(page([1, 2, 3], 2)).toEqual({ data: [10, 20], next_cursor: encodeCursor([2]), has_more: true });
    expect(page([], 2)).toEqual({ data: [], next_cursor: null, has_more: false });
  });
});

describe("cursor", () => {
  it("comes back as it went", () => {
    expect(decodeCursor(encodeCursor(["run_1", 5, null]))).toEqual(["run_1", 5, null]);
  });
  it.each(["", "%%%", "bm90IGpzb24", encodeCursor([]).slice(1)])(
    "refuses %j with the field's name",
    (cursor) => {
      expect(() => decodeCursor(cursor)).toThrow(InvalidError);
    },
  );
});

it("a limit is 1 to 200", () => {
  expect(PageQuery.parse({}).limit).toBe(50);
  expect(PageQuery.safeParse({ limit: "201" }).success).toBe(false);
  expect(PageQuery.safeParse({ limit: "0" }).success).toBe(false);
});
