import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const DOC = readFileSync("docs/cases.md", "utf8");
const NAMED = [
  ...new Set(
    [...DOC.matchAll(/`([\w/[\].-]+\.(?:tsx?|mjs))`(?:: ([^;|`]+))?/g)].map(
      ([, file = "", title = ""]) => `${file}\n${title.trim()}`,
    ),
  ),
].map((one) => one.split("\n") as [string, string]);

it("names tests", () => expect(NAMED.length).toBeGreaterThan(80));

it.each(NAMED)("%s holds %s", (file, title) => {
  expect(existsSync(file)).toBe(true);
  // After a file's name comes the beginning of a title in it, and possibly our words after a comma or a colon.
  const words = title.split(/[,:]/)[0] ?? "";
  if (words !== "") expect(readFileSync(file, "utf8")).toContain(words.trim());
});
