import { expect, test } from "vitest";
import { notebookCells } from "./notebook";

const NOTEBOOK = JSON.stringify({
  cells: [
    { cell_type: "markdown", source: ["# Title\n", "text"] },
    {
      cell_type: "code",
      source: "1 + 1",
      outputs: [
        { output_type: "execute_result", data: { "text/plain": ["2"], "text/html": "<script>1</script>" } },
        { output_type: "stream", text: ["a\n", "b"] },
        { output_type: "error", traceback: ["\u001b[31mError\u001b[0m", "line 2"] },
        { output_type: "display_data", data: { "image/png": "aaaa" } },
      ],
    },
  ],
  nbformat: 4,
});

test("a notebook is its sources and what its outputs say as text", () => {
  expect(notebookCells(NOTEBOOK, false)).toEqual([
    { kind: "markdown", text: "# Title\ntext", outputs: [] },
    { kind: "code", text: "1 + 1", outputs: ["2", "a\nb", "Error\nline 2"] },
  ]);
});

test("of one that is cut the cells that are there are shown", () => {
  expect(notebookCells(NOTEBOOK.slice(0, NOTEBOOK.indexOf("image/png")), true)?.[0]?.text).toBe(
    "# Title\ntext",
  );
});

test.each(["[]", "{}", '{"cells": 1}', "no JSON"])("%s is none", (text) => {
  expect(notebookCells(text, false)).toBeNull();
});
