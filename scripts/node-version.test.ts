import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { runsOn } from "./node-version.mjs";

it.each([
  ["18.20.8", false],
  ["20.18.3", false],
  ["20.19.0", true],
  ["21.7.3", false],
  ["22.11.0", false],
  ["22.12.0", true],
  ["23.11.1", false],
  ["24.0.0", true],
  ["26.1.0", true],
])("Node %s: %s", (version, runs) => {
  expect(runsOn(version)).toBe(runs);
});

it("is what package.json tells npm", () => {
  const { engines } = JSON.parse(readFileSync("package.json", "utf8"));
  expect(engines.node).toBe("^20.19 || ^22.12 || >=24");
});
