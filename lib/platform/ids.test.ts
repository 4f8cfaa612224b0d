import { describe, expect, it } from "vitest";
import { newId, uuidV7 } from "./ids";

describe("newId", () => {
  it("carries its prefix and 26 Crockford digits", () => {
    expect(newId("run")).toMatch(/^run_[0-9A-HJKMNP-TV-Z]{26}$/);
  });
  it("sorts by time of creation", () => {
    const ids = [1, 1_000, 1_800_000_000_000, 9_000_000_000_000].map((ms) => newId("run", ms));
    expect([...ids].sort()).toEqual(ids);
  });
});

describe("uuidV7", () => {
  it("is version 7, variant 10", () => {
    expect(uuidV7()).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });
  it("sorts by time and does not repeat", () => {
    expect(uuidV7(1_000) < uuidV7(2_000)).toBe(true);
    expect(new Set(Array.from({ length: 1_000 }, () => uuidV7(5))).size).toBe(1_000);
  });
});
