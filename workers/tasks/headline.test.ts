import * as fc from "fast-check";
import { expect, it } from "vitest";
import { createTail, headlineOf } from "./headline";

const PYTHON = `loading
Traceback (most recent call last):
  File "run.py", line 3, in <module>
    main()
ValueError: no flights of 2001-12-31
`;
const CHAINED = `Traceback (most recent call last):
  File "a.py", line 1, in f
KeyError: 'day'

During handling of the above exception, another exception occurred:

Traceback (most recent call last):
  File "b.py", line 9, in <module>
    raise NoFlights(day)
app.errors.NoFlights: the source holds [2001-01-01, 2001-07-01)
Its message has a second line.
`;
const NODE = `file:///work/run.mjs:3
throw new TypeError("no flights");
      ^

TypeError: no flights
    at file:///work/run.mjs:3:7
    at ModuleJob.run (node:internal/modules/esm/module_job:263:25)

Node.js v20.20.2
`;

it.each([
  ["the exception of a traceback", PYTHON, "ValueError: no flights of 2001-12-31"],
  [
    "the exception after another, of any name",
    CHAINED,
    "app.errors.NoFlights: the source holds [2001-01-01, 2001-07-01)",
  ],
  ["the error of Node, not what it prints after it", NODE, "TypeError: no flights"],
  [
    "a traceback, though the wrapper speaks last",
    `${PYTHON}make: *** [all] Error 1\n`,
    "ValueError: no flights of 2001-12-31",
  ],
  [
    "an exception without words",
    'Traceback (most recent call last):\n  File "a"\nKeyboardInterrupt\n',
    "KeyboardInterrupt",
  ],
  [
    "what git says",
    "Cloning\nfatal: could not read from remote\nPlease make sure you have access.\n",
    "fatal: could not read from remote",
  ],
  ["the last of several errors", "error: one\nError: two\nbye\n", "Error: two"],
  [
    "a line of a log",
    "2026-11-28 12:00:01 ERROR main no space left\n2026-11-28 12:00:01 INFO end\n",
    "2026-11-28 12:00:01 ERROR main no space left",
  ],
  ["a word that only looks like one", "Errors so far: 0\nterror: a film\nlast words\n", "last words"],
  ["the last line, when none is called an error", "one\ntwo\n\n  \n", "two"],
  [
    "what a shell says",
    "bash: line 1: nothere: command not found\n",
    "bash: line 1: nothere: command not found",
  ],
  ["a bar that redraws itself", " 10%\r 50%\r 90%\rno space", "no space"],
  ["colours are no part of it", "\u001b[31mError: red\u001b[0m\n", "Error: red"],
  ["Korean", "Error: 2001-12-31의 항공편이 없습니다\n", "Error: 2001-12-31의 항공편이 없습니다"],
  ["control characters become blanks", "Error: a\u0000b\u0007c\n", "Error: a b c"],
])("%s", (_, output, line) => {
  expect(headlineOf(output)).toBe(line);
});

it("nothing printed has no headline, and a long line is cut", () => {
  expect(headlineOf("")).toBeNull();
  expect(headlineOf(" \n\t\n")).toBeNull();
  expect(headlineOf(`Error: ${"x".repeat(5_000)}`)).toHaveLength(300);
});

it("the tail of an output is its end, in whole lines, however it is cut into pieces", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30_000 }), { minLength: 1, maxLength: 8 }), (sizes) => {
      const text = Array.from({ length: 12_000 }, (_, at) => `line ${at}`).join("\n");
      const tail = createTail();
      let at = 0;
      for (const size of sizes) {
        tail.push(Buffer.from(text.slice(at, at + size)));
        at += size;
      }
      const seen = text.slice(0, at);
      const kept = tail.text();
      expect(seen.endsWith(kept)).toBe(true);
      expect(kept === seen || seen.at(-kept.length - 1) === "\n").toBe(true);
      expect(kept.length).toBeGreaterThanOrEqual(Math.min(seen.length, 16_000));
    }),
  );
});
