import { expect, it } from "vitest";
import type { ComparedRun } from "@/lib/comparison/schema";
import { comparisonCsv, comparisonMarkdown } from "./export-text";
import { columnsOf, deltaOf, linesOf } from "./lines";

const run = (id: string): ComparedRun => ({
  id,
  name: `run ${id}`,
  experiment_id: "1",
  experiment_name: "e",
  status: "FINISHED",
  lifecycle: "active",
  user: null,
  started_at: null,
  ended_at: null,
  dag_id: null,
  dag_run_id: null,
});
const row = (key: string, values: (string | number | null)[]) => ({ key, differs: true, values });
const section = (...rows: ReturnType<typeof row>[]) => ({ total: rows.length, differing: rows.length, rows });
const sections = {
  metrics: section(row("auc", [0.5, "NaN"])),
  params: section(row("lr", ["0.1", null]), row("note", ["=1+1", 'a "b", c|d'])),
};
const columns = columnsOf([run("a"), run("b")], "b");
const lines = linesOf(sections, [], (rows) => rows);

it("pins the baseline first and knows where its values stand", () => {
  expect(columns.map(({ run: { id }, at }) => [id, at])).toEqual([
    ["b", 1],
    ["a", 0],
  ]);
  expect(columnsOf([run("a"), run("b")], "gone").map(({ at }) => at)).toEqual([0, 1]);
});

it("lays sections in their order and leaves out the rows of folded ones and empty ones", () => {
  expect(lines.map((line) => (line.kind === "row" ? line.row.key : line.section))).toEqual([
    "params",
    "lr",
    "note",
    "metrics",
    "auc",
  ]);
  const folded = linesOf({ ...sections, tags: section() }, ["params"], (rows) => rows);
  expect(folded.map(({ kind }) => kind)).toEqual(["section", "section", "row"]);
});

it.each([
  [3, 2, { by: 1, share: 0.5 }],
  [1, 0, { by: 1, share: null }],
  [-1, -2, { by: 1, share: 0.5 }],
  [2, 2, null],
  ["NaN", 2, null],
  [null, 2, null],
])("%s beside the baseline's %s", (value, base, expected) => {
  expect(deltaOf(value, base)).toEqual(expected);
});

it("writes what is shown as CSV that no spreadsheet runs", () => {
  expect(comparisonCsv(lines, columns)).toBe(
    [
      "section,name,run b,run a",
      "run,id,b,a",
      "params,lr,,0.1",
      `params,note,"a ""b"", c|d",'=1+1`,
      "metrics,auc,NaN,0.5",
      "",
    ].join("\r\n"),
  );
});

it("writes what is shown as Markdown in which a value is only text", () => {
  const names = { name: "Name", section: (name: string) => name, row: (_: string, key: string) => key };
  const hostile = linesOf({ tags: section(row("a|b", ["<img src=x>", "[x](y)\nz"])) }, [], (rows) => rows);
  expect(comparisonMarkdown(hostile, columns, names)).toBe(
    "## tags\n\n| Name | run b | run a |\n| --- | --- | --- |\n| a\\|b | \\[x\\](y) z | \\<img src=x\\> |\n",
  );
});
