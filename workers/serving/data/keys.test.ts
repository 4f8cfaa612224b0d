import { describe, expect, test } from "vitest";
import { checkArtifactPath, checkObjectKey, checkPrefix } from "./keys";

const problem = (check: () => string) => {
  try {
    check();
    return null;
  } catch (error) {
    return error instanceof Error && "code" in error ? error.code : String(error);
  }
};

describe("keys a task may use", () => {
  test.each([
    "a",
    "raw/flights/date=2001-01-01.parquet",
    "한글/이름 하나.txt",
    "..hidden/...",
    "codebook/x",
    "code-1/x",
    "logs.txt",
    "LOGSx/y",
    "x/LOGS/y",
    "x/code/y",
    "%2e%2e/x",
    "k".repeat(250),
  ])("%s", (key) => {
    expect(checkObjectKey(key)).toBe(key);
  });

  test.each([
    ["", "INVALID"],
    ["/a", "INVALID"],
    ["a/", "INVALID"],
    ["a//b", "INVALID"],
    ["..", "INVALID"],
    ["../artifacts/x", "INVALID"],
    ["a/../../code/x", "INVALID"],
    ["./a", "INVALID"],
    ["a\\..\\b", "INVALID"],
    ["a\0b", "INVALID"],
    ["a\r\nSet-Cookie: x", "INVALID"],
    ["a\u007f", "INVALID"],
    ["a\u0085", "INVALID"],
    ["a\ud800", "INVALID"],
    ["s".repeat(251), "INVALID"],
    [`${"d/".repeat(600)}x`, "INVALID"],
    ["가".repeat(100), "INVALID"],
    ["code", "FORBIDDEN"],
    ["code/0ab", "FORBIDDEN"],
    ["logs/run/attempt/000000", "FORBIDDEN"],
    ["artifacts/run/attempt/x", "FORBIDDEN"],
    ["LOGS/x", "FORBIDDEN"],
    ["Code/x", "FORBIDDEN"],
    ["ARTIFACTS/x", "FORBIDDEN"],
    ["log\u017f/x", "FORBIDDEN"],
    ["lo\u200cgs/x", "FORBIDDEN"],
    ["\uff43ode/x", "FORBIDDEN"],
  ])("%j is %s", (key, code) => {
    expect(problem(() => checkObjectKey(key))).toBe(code);
  });
});

// CVE-2026-45426: a check by characters let a token of one name read another's; here whole segments are compared.
test.each([
  ["", null],
  ["cod", null],
  ["code", null],
  ["codebook/", null],
  ["raw/date=", null],
  ["code/", "FORBIDDEN"],
  ["logs/run_1", "FORBIDDEN"],
  ["artifacts/", "FORBIDDEN"],
  ["CODE/", "FORBIDDEN"],
  ["a\n", "INVALID"],
  ["x".repeat(1025), "INVALID"],
])("prefix %j: %s", (prefix, code) => {
  expect(problem(() => checkPrefix(prefix))).toBe(code);
});

test("an artifact may be called like a reserved prefix: it lives in a place of its own", () => {
  expect(checkArtifactPath("logs/a.txt")).toBe("logs/a.txt");
  expect(problem(() => checkArtifactPath("../other/a.txt"))).toBe("INVALID");
});
