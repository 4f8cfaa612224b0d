import { describe, expect, it } from "vitest";
import type { Sticky } from "../schema";
import { columnOfRows, stickyKey } from "./sticky-key";

const sent = { headers: { "x-user": "ada", "x-twice": ["a", "b"] }, query: { user: "bob" } };
const keyOf = (sticky: Sticky, rows: unknown[] = []) => stickyKey(sticky, sent, columnOfRows(rows));

describe("the key of a request", () => {
  it.each<[string, Sticky, unknown[], string]>([
    ["a header, in whatever case", { by: "header", name: "X-User" }, [], "ada"],
    ["a parameter", { by: "parameter", name: "user" }, [], "bob"],
    ["a column", { by: "column", name: "user" }, [{ user: "eve", x: 1 }], "eve"],
    ["a column of many rows", { by: "column", name: "user" }, [{ user: 7 }, { user: 7 }], "7"],
    [
      "digits of a large number",
      { by: "column", name: "user" },
      [{ user: "9007199254740993" }],
      "9007199254740993",
    ],
    ["no", { by: "column", name: "user" }, [{ user: false }], "false"],
  ])("is %s", (_name, sticky, rows, key) => {
    expect(keyOf(sticky, rows)).toBe(key);
  });

  it.each<[string, Sticky, unknown[], string, string]>([
    ["a header that is not there", { by: "header", name: "x-nobody" }, [], "/header/x-nobody", "missing"],
    ["two headers", { by: "header", name: "x-twice" }, [], "/header/x-twice", "value_error"],
    ["a parameter that is not there", { by: "parameter", name: "who" }, [], "/query/who", "missing"],
    ["an inherited name", { by: "column", name: "toString" }, [{}], "/instances/0/toString", "missing"],
    ["a null", { by: "column", name: "user" }, [{ user: 1 }, { user: null }], "/instances/1/user", "missing"],
    [
      "two keys",
      { by: "column", name: "user" },
      [{ user: 1 }, { user: 2 }],
      "/instances/1/user",
      "value_error",
    ],
    ["a row in order", { by: "column", name: "user" }, [[1, 2]], "/instances/0", "dict_type"],
    [
      "a text without end",
      { by: "column", name: "user" },
      [{ user: "x".repeat(1_001) }],
      "/instances/0/user",
      "value_error",
    ],
    ["a list", { by: "column", name: "user" }, [{ user: [1] }], "/instances/0/user", "value_error"],
  ])("is not %s", (_name, sticky, rows, pointer, code) => {
    expect(() => keyOf(sticky, rows)).toThrow(
      expect.objectContaining({ extra: { errors: [expect.objectContaining({ pointer, code })] } }),
    );
  });
});
