import { expect, it, test } from "vitest";
import { pieces } from "./highlight";

const marked = (text: string, sought: readonly string[]) =>
  pieces(text, sought)
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
    pieces(text, ["a"])
      .map((piece) => piece.text)
      .join(""),
  ).toBe(text);
});
