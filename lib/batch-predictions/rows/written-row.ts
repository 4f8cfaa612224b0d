import type { RowAnswer, RowProblem } from "@/lib/endpoints";
import { csvLine } from "@/lib/platform/csv";
import type { Plan } from "./plan";

const MOST_MESSAGE = 300;

/** A line of JSON under the keys of the output's columns. `row` counts from 1. */
export function outputLine(
  { output }: Plan,
  row: number,
  keys: readonly unknown[],
  answer: RowAnswer,
): string {
  const prediction = "prediction" in answer ? answer.prediction : {};
  const shownIn = ({ key, type, from }: Plan["output"][number]): unknown => {
    if (from !== undefined) return listed(type, prediction[from] ?? null);
    if (key === "r") return row;
    if (key === "e") return "problems" in answer ? sentenceOf(answer.problems) : null;
    return keys[Number(key.slice(1))] ?? null;
  };
  let line = "";
  // No key needs an escape.
  for (const column of output)
    line += `${line === "" ? "{" : ","}"${column.key}":${JSON.stringify(shownIn(column))}`;
  return `${line}}\n`;
}

/** The model said that there may be several of a row, and there was one. */
function listed(type: string, value: unknown): unknown {
  return type.endsWith("[]") && value !== null && !Array.isArray(value) ? [value] : value;
}

function sentenceOf([first]: readonly RowProblem[]): string {
  if (!first) return "no answer";
  return `${first.column ? `${first.column}: ` : ""}${first.message}`.slice(0, MOST_MESSAGE);
}

export const ERROR_HEADER = csvLine(["row", "column", "type", "problem"]);

export function errorLines(row: number, problems: readonly RowProblem[]): string {
  return problems
    .map(({ column, type, message }) =>
      csvLine([row, column.slice(0, MOST_MESSAGE), type, message.slice(0, MOST_MESSAGE)]),
    )
    .join("");
}
