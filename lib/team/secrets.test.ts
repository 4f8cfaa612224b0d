import { describe, expect, it } from "vitest";
import { looksLikeApiToken, newApiToken, newLinkToken } from "./api-token";
import { hashPassword, needsRehash, passwordMatches } from "./password";
import { waitAfter } from "./throttle";

describe("API token", () => {
  it("carries a checksum that one wrong letter breaks", () => {
    const { token } = newApiToken("pat");
    expect(looksLikeApiToken(token)).toBe(true);
    const at = 20;
    const changed = token.slice(0, at) + (token[at] === "a" ? "b" : "a") + token.slice(at + 1);
    expect(looksLikeApiToken(changed)).toBe(false);
    expect(looksLikeApiToken(token.replace("_pat_", "_sa_"))).toBe(false);
  });
  it("is never stored and never repeats", () => {
    const made = [newApiToken("sa"), newApiToken("sa")];
    expect(new Set(made.map((one) => one.token)).size).toBe(2);
    expect(made[0]?.hash).toMatch(/^[0-9a-f]{64}$/);
    expect(newLinkToken().token.length).toBe(32);
  });
});

describe("password", () => {
  it("is argon2id at OWASP's minimum", async () => {
    const stored = await hashPassword("correct horse battery");
    expect(stored).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(needsRehash(stored)).toBe(false);
    expect(await passwordMatches(stored, "correct horse battery")).toBe(true);
    expect(await passwordMatches(stored, "correct horse batterY")).toBe(false);
  });
  it("never matches where there is none", async () => {
    expect(await passwordMatches(null, "")).toBe(false);
  });
});

it("the wait starts at the fifth failure, doubles, and ends at 15 minutes", () => {
  expect([0, 4, 5, 6, 7, 8, 9, 30].map(waitAfter)).toEqual([0, 0, 60, 120, 240, 480, 900, 900]);
});
