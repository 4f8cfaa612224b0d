import { describe, expect, it } from "vitest";
import { attemptOfToken, attemptToken, sameText, seal, unseal } from "./crypto";

const SECRET = "0123456789abcdef0123456789abcdef";
const ATTEMPT = "019ab5e0-0000-7000-8000-000000000001";

describe("seal", () => {
  it("gives the text back in the same context only", () => {
    const sealed = seal(SECRET, "variable:A", "비밀 p@ss");
    expect(sealed).not.toContain("p@ss");
    expect(unseal(SECRET, "variable:A", sealed)).toBe("비밀 p@ss");
    expect(() => unseal(SECRET, "variable:B", sealed)).toThrow();
    expect(() => unseal(`${SECRET}x`, "variable:A", sealed)).toThrow();
  });
  it("refuses a changed text", () => {
    const [version, iv, tag, body] = seal(SECRET, "c", "hello world").split(".");
    expect(() => unseal(SECRET, "c", [version, iv, tag, `A${body}`].join("."))).toThrow();
    expect(() => unseal(SECRET, "c", "v0.a.b.c")).toThrow("Not a sealed value");
  });
  it("never gives the same text twice", () => {
    expect(seal(SECRET, "c", "x")).not.toBe(seal(SECRET, "c", "x"));
  });
});

describe("attempt token", () => {
  it("names the attempt it was made for", () => {
    expect(attemptOfToken(SECRET, attemptToken(SECRET, ATTEMPT))).toBe(ATTEMPT);
  });
  it.each([
    ["another secret", attemptToken(`${SECRET}!`, ATTEMPT)],
    ["another attempt under the same mac", attemptToken(SECRET, ATTEMPT).replace("000001", "000002")],
    ["no mac", `gwj_att_${ATTEMPT}.`],
    ["another kind of token", "gwj_pat_abc"],
    ["nothing", ""],
  ])("refuses %s", (_, token) => {
    expect(attemptOfToken(SECRET, token)).toBeNull();
  });
});

it("sameText compares by value and length", () => {
  expect(sameText("abc", "abc")).toBe(true);
  expect(sameText("abc", "abd")).toBe(false);
  expect(sameText("abc", "abcd")).toBe(false);
});
