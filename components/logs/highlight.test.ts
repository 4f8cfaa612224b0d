import { expect, it, test } from "vitest";
import { readSearch, type Sought, soughtIn } from "@/lib/log-records/values";
import { marksIn, pieces } from "./highlight";

const marked = (text: string, sought: readonly Sought[]) =>
  pieces(text, 0, marksIn(text, sought))
    .map(({ text: piece, isSought }) => (isSought ? `[${piece}]` : piece))
    .join("");

test.each([
  ["Timeout after timeout", ["TIMEOUT"], "[Timeout] after [timeout]"],
  ["connection reset", ["conn", "connection"], "[connection] reset"],
  ["결제가 지연되었습니다", ["지연"], "결제가 [지연]되었습니다"],
  ["nothing", ["x"], "nothing"],
  ["", ["x"], ""],
  ["a<b>c", ["<b>"], "a[<b>]c"],
  ["abc", [], "abc"],
  ["aaa", ["a", ""], "[a][a][a]"],
  ["İstanbul x", ["x"], "İstanbul x"],
])("%s with %j", (text, sought, expected) => {
  expect(marked(text, sought)).toBe(expected);
});

it("keeps the whole text, however often something is in it", () => {
  const text = "ab".repeat(5_000);
  expect(
    pieces(text, 0, marksIn(text, ["a"]))
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});

test.each([
  ["message:/batch [0-9]+/", "batch, batch 12 failed", "batch, [batch 12] failed"],
  ["message:/batch [0-9]+/ failed", "batch 12 failed", "[batch 12] [failed]"],
  ["timeout or /time[a-z]*s/", "timeouts, timeout", "[timeouts], [timeout]"],
  ["message:/ERR.R/i", "error", "[error]"],
  ["-/error/", "error", "error"],
  ["path:/err.r/", "error", "error"],
  ["message:/(?=x)/", "x", "x"],
])("%s in %j", (search, text, expected) => {
  expect(marked(text, soughtIn(readSearch(search).query))).toBe(expected);
});

it("marks what goes on from one coloured part of a line to the next", () => {
  const marks = marksIn("a timeout", ["timeout"]);
  expect(pieces("a time", 0, marks)).toEqual([
    { text: "a ", isSought: false, at: 0 },
    { text: "time", isSought: true, at: 2 },
  ]);
  expect(pieces("out", 6, marks)).toEqual([{ text: "out", isSought: true, at: 0 }]);
});
