import { expect, test } from "vitest";
import { groupLines } from "./group-lines";

const grouped = (text: string) =>
  groupLines(
    text.split("\n").map((m, at) => ({ n: at + 1, t: 0, s: "o", m })),
    (line) => line.startsWith("ERROR"),
  ).map((group) => group.map(({ n }) => n));

const PYTHON = `Traceback (most recent call last):
  File "train.py", line 3, in <module>
    main()
ValueError: bad input`;
const rest = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, at) => from + at);

test.each([
  ["lines that are none", "one\n  two\nthree", [[1], [2], [3]]],
  ["a traceback and what follows it", `before\n${PYTHON}\nafter\n`, [[1], rest(2, 5), [6], [7]]],
  ["the message of logging.exception above it", `ERROR:root:it failed\n${PYTHON}`, [rest(1, 5)]],
  ["no other message above it", `INFO:root:it began\n${PYTHON}`, [[1], rest(2, 5)]],
  [
    "tracebacks in a chain",
    `${PYTHON}\n\nDuring handling of the above exception, another exception occurred:\n\n${PYTHON}\nend`,
    [rest(1, 11), [12]],
  ],
  ["two that have nothing to do with each other", `${PYTHON}\n\n${PYTHON}`, [rest(1, 4), [5], rest(6, 9)]],
  [
    "a group of exceptions",
    "  + Exception Group Traceback (most recent call last):\n  |   File\n  | ExceptionGroup: two\n  +-+------\nafter",
    [rest(1, 4), [5]],
  ],
  [
    "frames of JavaScript",
    "TypeError: x is not a function\n    at f (/app/a.js:1:2)\n    at /app/b.js:3:4\nnext",
    [rest(1, 3), [4]],
  ],
  [
    "frames of Java and their cause",
    "java.lang.A: a\n\tat a.B.c(B.java:1)\nCaused by: java.lang.C: c\n\tat a.D.e(D.java:2)\n\t... 3 more\nnext",
    [rest(1, 5), [6]],
  ],
  ["a cause without frames", "a\nCaused by: b", [[1], [2]]],
])("%s", (_, text, expected) => {
  expect(grouped(text)).toEqual(expected);
});

test("lines of another stream are never among them", () => {
  const lines = PYTHON.split("\n").map((m, at) => ({ n: at + 1, t: 0, s: at === 2 ? "s" : "o", m }));
  expect(groupLines(lines, () => false).map((group) => group.length)).toEqual([2, 1, 1]);
});

test("a traceback without end is several records, and no line is lost", () => {
  const groups = grouped(`Traceback (most recent call last):\n${"  File\n".repeat(1_200)}`);
  expect(Math.max(...groups.map((group) => group.length))).toBe(500);
  expect(groups.flat()).toEqual(rest(1, 1_202));
});
