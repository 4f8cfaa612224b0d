import { expect, it } from "vitest";
import { warningsIn } from "./first-minute.mjs";

it.each([
  ["what we say", "gwanje  ready at http://localhost:3000 after 8.9 s\n", []],
  ["npm's heading", "\n> gwanje@0.1.0 start\n> node scripts/start.mjs\n\n", []],
  ["a warning of Node", "gwanje  starting\n(node:1) Warning: old\n", ["(node:1) Warning: old"]],
  ["a warning of a process", "web       something is odd\n", ["web       something is odd"]],
  ["a warning of npm", "npm warn deprecated x@1\n", ["npm warn deprecated x@1"]],
])("%s", (_, output, warnings) => {
  expect(warningsIn(output)).toEqual(warnings);
});
