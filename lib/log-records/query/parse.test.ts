import * as fc from "fast-check";
import { describe, expect, test } from "vitest";
import { InvalidError } from "@/lib/platform/errors";
import { parseQuery } from "./parse";
import type { Query } from "./tree";

function shown(query: Query | null): string {
  if (query === null) return "everything";
  if (query.kind === "not") return `not(${shown(query.part)})`;
  if (query.kind !== "term") return `${query.kind}(${query.parts.map(shown).join(", ")})`;
  const field = query.field === null ? "" : `${query.field}:`;
  const { match } = query;
  if (match.kind === "exists") return `${field}exists`;
  if (match.kind === "compare") return `${field}${match.operator}${match.value}`;
  if (match.kind === "regex") return `${field}/${match.source}/${match.ignoreCase ? "i" : ""}`;
  return `${field}${match.quoted ? JSON.stringify(match.pieces[0]) : match.pieces.join("*")}`;
}

test.each([
  ["", "everything"],
  ["  ", "everything"],
  ["timeout", "timeout"],
  ["connection timeout", "and(connection, timeout)"],
  ['"connection timeout"', '"connection timeout"'],
  ["a AND b or c", "or(and(a, b), c)"],
  ["a and not b", "and(a, not(b))"],
  ["a -b", "and(a, not(b))"],
  ["a - b", "and(a, -, b)"],
  ["well-known", "well-known"],
  ["not not a", "not(not(a))"],
  ["(a or b) c", "and(or(a, b), c)"],
  ["level:error", "level:error"],
  ["level : error", "level:error"],
  ["level:(error or warn) service:web", "and(or(level:error, level:warn), service:web)"],
  ["level:(error and not warn)", "and(level:error, not(level:warn))"],
  ["http.status >= 500", "http.status:>=500"],
  ["http.status>=500 a<1", "and(http.status:>=500, a:<1)"],
  ["took > -5", "took:>-5"],
  ["user:*", "user:exists"],
  ["user:ki*", "user:ki*"],
  ["user:\\*", "user:*"],
  ["path:/api/users/", "path:/api/users/"],
  ["path:/api", "path:/api"],
  ["path:/ x", "and(path:/, x)"],
  ["/batch [0-9]+/ failed", "and(/batch, [0-9]+/, failed)"],
  ["/batch[0-9]+/i failed", "and(/batch[0-9]+/i, failed)"],
  ["message:/batch [0-9]+ of/i", "message:/batch [0-9]+ of/i"],
  ["message:/a[/]b\\/c/", "message:/a[/]b/c/"],
  ["/api/users", "/api/users"],
  ["GET /api/users/", "and(GET, /api/users/)"],
  ["지연 시간:높음", "and(지연, 시간:높음)"],
  ["서비스:결제*", "서비스:결제*"],
  ['"a field":1', "a field:1"],
  ["\\and", "and"],
  ['say "\\"x\\""', 'and(say, "\\"x\\"")'],
  ["time:2024-01-01T00\\:00", "time:2024-01-01T00:00"],
])("%j is %s", (text, expected) => {
  expect(shown(parseQuery(text))).toBe(expected);
});

describe("what cannot be read is refused with its place", () => {
  test.each([
    ["(a", 1],
    ["a)", 2],
    ["a or", 5],
    ["or a", 1],
    ["a and and b", 7],
    ["not", 4],
    ["()", 2],
    ["level:", 7],
    ["level:)", 7],
    [":a", 1],
    ["a >", 4],
    ["a > (b)", 5],
    ['"a', 1],
    ["message:/(a)\\1/", 9],
    ["message:/(?i)a/", 9],
    ["message:/***:a/", 9],
    ["a\\", 2],
    ["a*b*c*d*e*f*g", 1],
    ["us*er:a", 1],
  ])("%j at %i", (text, at) => {
    try {
      parseQuery(text);
    } catch (error) {
      if (!(error instanceof InvalidError)) throw error;
      expect(error.extra.errors?.[0]).toMatchObject({ pointer: "/q", values: { at } });
      return;
    }
    expect.unreachable();
  });
});

test.each([
  ["terms", "a ".repeat(100), "a ".repeat(101)],
  ["parentheses", `${"(".repeat(50)}a${")".repeat(50)}`, `${"(".repeat(51)}a${")".repeat(51)}`],
  ["NOT", `${"not ".repeat(50)}a`, `${"not ".repeat(51)}a`],
  ["characters", "a".repeat(4_096), "a".repeat(4_097)],
])("a search has a budget of %s", (_what, fits, beyond) => {
  expect(() => parseQuery(fits)).not.toThrow();
  expect(() => parseQuery(beyond)).toThrow(InvalidError);
});

test("whatever is typed is either understood or refused", () => {
  const piece = fc.constantFrom(
    "a",
    "*",
    "(",
    ")",
    ":",
    '"',
    "/",
    "\\",
    "-",
    " ",
    ">",
    "=",
    "or",
    "not",
    "한글",
    "[",
  );
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 40 }), (pieces) => {
      try {
        parseQuery(pieces.join(""));
      } catch (error) {
        if (!(error instanceof InvalidError)) throw error;
      }
    }),
  );
});
