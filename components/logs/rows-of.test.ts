import { expect, it } from "vitest";
import { rowsOf } from "./rows-of";

const ESC = String.fromCharCode(27);

it.each([
  ["an empty line", "", 10, 1],
  ["a line that fits", "a".repeat(10), 10, 1],
  ["one column too many", "a".repeat(11), 10, 2],
  ["three rows", "a".repeat(21), 10, 3],
  ["words that fit", "aaaa bbbb cccc", 14, 1],
  ["words go to the next row whole", "aaaa bbbb cccc", 8, 3],
  ["spaces stay at the end of a row", "aaaaaaaa      bbb", 8, 2],
  ["a word that is longer than a row begins a row and is cut", `ab ${"c".repeat(15)} de`, 10, 3],
  ["colours take no room", `${ESC}[31m${"a".repeat(10)}${ESC}[0m`, 10, 1],
  ["only what is left after a carriage return", `${"a".repeat(30)}\rdone`, 10, 1],
  ["Hangul takes two columns", "관제".repeat(3), 10, 2],
  ["a tab goes to the next stop", "\tabc", 10, 2],
  ["an unknown width", "a".repeat(100), 0, 1],
])("%s", (_, line, columns, rows) => expect(rowsOf(line, columns)).toBe(rows));
