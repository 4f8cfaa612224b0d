import { describe, expect, it } from "vitest";
import { type Column, formatSort, nextSort, parseSort, toggleColumn, visibilityOf } from "./columns";

const column = (id: string, more: Partial<Column<unknown>> = {}): Column<unknown> => ({
  id,
  header: id,
  cell: () => null,
  ...more,
});
const columns = [column("name", { hideable: false }), column("owner"), column("tags", { startHidden: true })];

it("sort stands in the URL as -name", () => {
  expect(parseSort("-started_at")).toEqual({ id: "started_at", desc: true });
  expect(formatSort(parseSort("name"))).toBe("name");
  expect([parseSort(null), parseSort("a b"), parseSort("--x")]).toEqual([null, null, null]);
});

it("a heading sorts up, then down, then not at all", () => {
  const up = nextSort(null, "name");
  const down = nextSort(up, "name");
  expect([up, down, nextSort(down, "name"), nextSort(down, "owner")]).toEqual([
    { id: "name", desc: false },
    { id: "name", desc: true },
    null,
    { id: "owner", desc: false },
  ]);
});

describe("columns in the URL", () => {
  it("only say what differs from the usual", () => {
    expect(visibilityOf(columns, [])).toEqual({ name: true, owner: true, tags: false });
    const without = toggleColumn(columns, [], "owner", false);
    expect(without).toEqual(["-owner"]);
    expect(visibilityOf(columns, toggleColumn(columns, without, "tags", true))).toEqual({
      name: true,
      owner: false,
      tags: true,
    });
    expect(toggleColumn(columns, without, "owner", true)).toEqual([]);
  });

  it("cannot hide what names the row, and forget columns that are gone", () => {
    expect(visibilityOf(columns, ["-name"]).name).toBe(true);
    expect(toggleColumn(columns, ["-gone"], "owner", false)).toEqual(["-owner"]);
  });
});
