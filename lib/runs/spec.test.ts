import { describe, expect, it } from "vitest";
import { checkParams, type RunSpec } from "./spec";

const withPattern = (pattern: string): RunSpec => ({
  tasks: [],
  params: { properties: { code: { type: "string", pattern } } },
});

describe("a parameter with a pattern of the author's", () => {
  it("is checked against it", () => {
    expect(checkParams(withPattern("^[a-z]{3}$"), { code: "abc" })).toEqual({ code: "abc" });
    expect(() => checkParams(withPattern("^[a-z]{3}$"), { code: "ABC" })).toThrow(/must match pattern/);
  });
  it("is refused when the pattern would look for ever, and the process goes on", () => {
    expect(() => checkParams(withPattern("(a+)+$"), { code: `${"a".repeat(60)}!` })).toThrow(
      expect.objectContaining({
        code: "INVALID",
        extra: { errors: [expect.objectContaining({ code: "slow_pattern" })] },
      }),
    );
  });
});
