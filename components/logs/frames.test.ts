import * as fc from "fast-check";
import { describe, expect, it, test } from "vitest";
import { codeHref, codeSourceOf } from "./code-source";
import { framesOf, framesOfMessage } from "./frames";

const placesOf = (text: string) => framesOf(text).map(({ path, line, name }) => [path, line, name]);

describe("frames of the author's code", () => {
  test.each<[string, unknown[]]>([
    ['  File "/tmp/x/tasks/train.py", line 42, in load', [["/tmp/x/tasks/train.py", 42, "load"]]],
    ['  File "train.py", line 1, in <module>', [["train.py", 1, "<module>"]]],
    ['  |   File "a b/학습.py", line 7', [["a b/학습.py", 7, null]]],
    ['  File "train.py", line 3\n', [["train.py", 3, null]]],
    ["    at load (/work/code/ab12/tasks/train.ts:12:5)", [["/work/code/ab12/tasks/train.ts", 12, "load"]]],
    ["    at file:///work/tasks/train.mjs:3:1", [["/work/tasks/train.mjs", 3, null]]],
    ["    at async Runner.run (file:///work/tasks/run.ts:9:15)", [["/work/tasks/run.ts", 9, "Runner.run"]]],
    ["    at new Model (tasks/model.ts:2:1)", [["tasks/model.ts", 2, "Model"]]],
    ["    at Object.f [as call] (a.js:1:2)", [["a.js", 1, "Object.f [as call]"]]],
    ["Error: no\u001b[0m at train.ts:5", [["train.ts", 5, null]]],
  ])("%j", (text, places) => {
    expect(placesOf(text)).toEqual(places);
  });
});

test.each([
  "started at 12:30:15",
  "at 2026-01-05T12:00:00",
  "listening at localhost:8080",
  "listening at db.example:5432",
  "listening at http://x.example:80",
  '  File "/usr/lib/python3.13/runpy.py", line 8, in run',
  '  File "/venv/lib/python3.12/site-packages/pandas/io.py", line 8, in read',
  '  File "<frozen runpy>", line 8, in run',
  '  File "<stdin>", line 1, in <module>',
  "    at node:internal/process:9:1",
  "    at f (/w/node_modules/x/y.js:1:1)",
  "    at async Promise.all (index 0)",
  "    at f (a.ts:0:1)",
  `at ${"x".repeat(3_000)}.ts:1:1`,
])("%j names no line of it", (text) => {
  expect(framesOf(text)).toEqual([]);
});

it("says where in the line each frame stands, one after the other", () => {
  fc.assert(
    fc.property(
      fc.array(
        fc.constantFrom('File "a.py", line 3, in f', "at f (b.ts:1:2)", "at c.js:9", " ", "x", '"', "("),
      ),
      (parts) => {
        const text = parts.join(" ");
        let done = 0;
        for (const { at, length, path } of framesOf(text)) {
          expect(at).toBeGreaterThanOrEqual(done);
          done = at + length;
          expect(text.slice(at, done)).toContain(path);
        }
        expect(done).toBeLessThanOrEqual(text.length);
      },
    ),
  );
});

test("a message has the frames of its lines in their order, and not without end", () => {
  const traceback =
    'Traceback (most recent call last):\n  File "a.py", line 1, in f\n    g()\n  File "b.py", line 2, in g\nValueError';
  expect(framesOfMessage(traceback).map(({ path }) => path)).toEqual(["a.py", "b.py"]);
  expect(framesOfMessage('File "a.py", line 1\n'.repeat(5_000))).toHaveLength(50);
});

test.each([
  [
    { pipeline: "flights", version: 3 },
    { dagId: "flights", version: 3 },
  ],
  [
    { pipeline: "flights", version: "3" },
    { dagId: "flights", version: 3 },
  ],
  [{ pipeline: "flights", version: "v3" }, null],
  [{ pipeline: "", version: 3 }, null],
  [{ version: 3 }, null],
  [{ pipeline: ["x"], version: 3 }, null],
])("the code of %j", (attributes, source) => {
  expect(codeSourceOf(attributes)).toEqual(source);
});

test("an address holds any path", () => {
  const href = codeHref({ dagId: "a/b", version: 2 }, { path: "tasks/한 글&.py", line: 4 });
  const url = new URL(href, "http://x");
  expect(url.pathname).toBe("/pipelines/a%2Fb");
  expect(Object.fromEntries(url.searchParams)).toEqual({
    ...{ tab: "code", version: "2", file: "tasks/한 글&.py", line: "4" },
  });
});
