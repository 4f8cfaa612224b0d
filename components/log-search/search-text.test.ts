import { describe, expect, it, test } from "vitest";
import { readSearch } from "@/lib/log-records/values";
import { isOff, negated, pillOf, textOf, toggledOff, wholeSearch } from "./search-text";

test.each([
  ["", [], ""],
  [" timeout ", [], "timeout"],
  ["", ["service:web"], "service:web"],
  ["a b", ["service:web"], "(a b) service:web"],
  ["a or b", ["-user:kim", "~host:h1"], "(a or b) -user:kim"],
  ["a", ["x or y"], "a (x or y)"],
  ["a or b", ["~host:h1"], "a or b"],
])("%s with %j is %s", (typed, pills, expected) => {
  expect(wholeSearch(typed, pills)).toBe(expected);
  expect(readSearch(wholeSearch(typed, pills)).problem).toBeNull();
});

describe("a pill", () => {
  it("is negated and taken back, and switched off and on", () => {
    expect(negated("service:web")).toBe("-service:web");
    expect(negated("-service:web")).toBe("service:web");
    expect(negated("~a or b")).toBe("~-(a or b)");
    expect(toggledOff(toggledOff("a:b"))).toBe("a:b");
    expect([isOff("~a:b"), textOf("~a:b")]).toEqual([true, "a:b"]);
  });

  test.each([
    ["service", "web", "service:web"],
    ["http.status", 504, "http.status:504"],
    ["http.status", "504", "http.status:504"],
    ["ok", true, "ok:true"],
    ["path", "/api/users", 'path:"/api/users"'],
    ["text", 'say "hi"\nC:\\x *', 'text:"say \\"hi\\"\\nC:\\\\x *"'],
    ["사용자", "김", "사용자:김"],
    ["a b", "or", '"a b":"or"'],
    ["user", -1, "user:-1"],
    ["gone", null, "gone:*"],
  ])("of %s and %j is %s", (field, value, expected) => {
    expect(pillOf(field, value)).toBe(expected);
    const { query } = readSearch(expected);
    expect(query).toMatchObject({ kind: "term", field });
    if (typeof value === "string") expect(query).toMatchObject({ match: { pieces: [value] } });
  });
});
