import { expect, it } from "vitest";
import { comparableText, languageOfFile } from "./file-text";

const head = (path: string, text: string, is_whole = true) => ({
  path,
  content_type: "text/plain",
  text,
  is_whole,
});

it.each([
  ["a.json", '{"b":1,"a":[2]}', '{\n  "b": 1,\n  "a": [\n    2\n  ]\n}'],
  ["a.json", "{not json", "{not json"],
  ["a.txt", '{"b":1}', '{"b":1}'],
  ["a.yaml", "a: 1\n", "a: 1\n"],
])("%s %j is laid out so that its lines can be told apart", (path, text, expected) => {
  expect(comparableText(head(path, text))).toBe(expected);
});

it("reads a notebook as its cells, and runs nothing", () => {
  const cells = [
    { cell_type: "markdown", source: ["# Title"] },
    { cell_type: "code", source: ["x = 1\n", "x"], outputs: [{ data: { "text/plain": ["1\n", "2"] } }] },
  ];
  expect(comparableText(head("a.ipynb", JSON.stringify({ cells })))).toBe(
    "# [1] markdown\n# Title\n\n# [2] code\nx = 1\nx\n> 1\n> 2",
  );
});

it.each([
  ["a/b.py", "python"],
  ["MLmodel", "yaml"],
  ["model/MLmodel", "yaml"],
  ["a.json", "javascript"],
  ["a", "text"],
])("%s is marked as %s", (path, language) => {
  expect(languageOfFile(path)).toBe(language);
});
