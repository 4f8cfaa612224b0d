import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const DOC = readFileSync("docs/abuse.md", "utf8");
/** `file`: *name of the test as its source has it* */
const NAMED = [...DOC.matchAll(/`([\w/[\].-]+\.(?:test|itest|spec)\.tsx?)`: \*([^*]+)\*/g)].map(
  ([, file = "", name = ""]) => [file, name] as const,
);

it("every misuse of the list has a test", () => {
  const rows = DOC.split("\n").filter((line) => /^\| *\d+ *\|/.test(line));
  expect(rows.map((row) => Number(/\d+/.exec(row)?.[0]))).toEqual(
    Array.from({ length: 20 }, (_, at) => at + 1),
  );
  for (const row of rows) expect(row).toMatch(/`[\w/.-]+\.(?:test|itest|spec)\.tsx?`: \*/);
});

it.each(NAMED)("%s has the test %s", (file, name) => {
  expect(existsSync(file)).toBe(true);
  const text = readFileSync(file, "utf8");
  const quoted = [`"${name}"`, `'${name}'`, `\`${name}\``, `"${name.replaceAll('"', '\\"')}"`];
  expect(quoted.some((title) => text.includes(title))).toBe(true);
});
