import { existsSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const DOC = readFileSync("docs/abuse.md", "utf8");
/** - `file`: _name of the test as its source has it_ */
const NAMED = [...DOC.matchAll(/^- `([\w/[\].-]+\.(?:test|itest|spec)\.tsx?)`: [_*](.+)[_*]$/gm)].map(
  ([, file = "", name = ""]) => [file, name.replaceAll("\\", "")] as const,
);

it("every row of the list has a test", () => {
  const rows = [...DOC.matchAll(/^\| *([MLP]?\d+|[A-C]) *\|/gm)].map(([, row]) => row);
  expect(rows).toHaveLength(64);
  const held = [...DOC.matchAll(/^\*\*(\w+)\*\*\n\n- `[^`]+`: [_*]/gm)].map(([, row]) => row);
  expect(held).toEqual(rows);
  expect(NAMED).toHaveLength(DOC.match(/^- `[^`]+\.tsx?`: /gm)?.length ?? 0);
});

it.each(NAMED)("%s has the test %s", (file, name) => {
  expect(existsSync(file)).toBe(true);
  const text = readFileSync(file, "utf8");
  const quoted = [`"${name}"`, `'${name}'`, `\`${name}\``, `"${name.replaceAll('"', '\\"')}"`];
  expect(quoted.some((title) => text.includes(title))).toBe(true);
});
