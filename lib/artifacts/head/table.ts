import type * as z from "zod";
import type { ArtifactHead } from "../schema";
import { PREVIEW_ROWS } from "../values";
import { type Outline, outlineOf } from "./json-outline";

export type ArtifactTable = NonNullable<z.infer<typeof ArtifactHead>["table"]>;

/** What MLflow's `log_table` writes: {"columns": [...], "data": [[...], ...]}. Null for any other JSON. */
export function loggedTable(text: string, isCut: boolean): ArtifactTable | null {
  if (!/^\s*\{\s*"columns"/.test(text)) return null;
  const outline = outlineOf(text, isCut);
  if (outline?.kind !== "object") return null;
  const [columns, data] = ["columns", "data"].map(
    (name) => outline.entries.find(({ key }) => key === name)?.value,
  );
  if (columns?.kind !== "array" || data?.kind !== "array") return null;
  // The last row may have lost its end.
  const whole = isCut ? data.items.slice(0, -1) : data.items;
  const rows = whole.flatMap((row) => (row.kind === "array" ? [row.items] : []));
  if (rows.length < whole.length) return null;
  const names = columns.items.map((name) => cellOf(name) ?? "");
  return {
    columns: names,
    rows: rows.slice(0, PREVIEW_ROWS).map((row) => names.map((_, at) => cellOf(row[at]))),
    total_rows: isCut ? null : rows.length,
  };
}

function cellOf(value: Outline | undefined): string | null {
  if (value === undefined || (value.kind === "word" && value.text === "null")) return null;
  return value.kind === "text" ? value.text : jsonOf(value);
}

function jsonOf(value: Outline): string {
  switch (value.kind) {
    case "word":
      return value.text;
    case "text":
      return JSON.stringify(value.text);
    case "array":
      return `[${value.items.map(jsonOf).join(", ")}]`;
    case "object":
      return `{${value.entries.map(({ key, value: inner }) => `${JSON.stringify(key)}: ${jsonOf(inner)}`).join(", ")}}`;
  }
}
