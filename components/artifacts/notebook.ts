import { type Outline, outlineOf } from "@/lib/artifacts/values";

export type NotebookCell = { kind: "markdown" | "code"; text: string; outputs: string[] };

/** Codes of a terminal: a traceback has them. */
const COLOURS = /\p{Cc}\[[\d;]*m/gu;

/** The cells of a notebook as texts: sources, and of outputs what is text. Null for what is no notebook. */
export function notebookCells(text: string, isCut: boolean): NotebookCell[] | null {
  const cells = at(outlineOf(text, isCut), "cells");
  if (cells?.kind !== "array") return null;
  return cells.items.map((cell) => ({
    kind: textOf(at(cell, "cell_type")) === "markdown" ? "markdown" : "code",
    text: textOf(at(cell, "source")),
    outputs: itemsOf(at(cell, "outputs"))
      .map(outputText)
      .filter((output) => output !== ""),
  }));
}

function outputText(output: Outline): string {
  const traceback = at(output, "traceback");
  if (traceback) return itemsOf(traceback).map(textOf).join("\n").replaceAll(COLOURS, "");
  return textOf(at(output, "text") ?? at(at(output, "data"), "text/plain"));
}

function at(value: Outline | null | undefined, name: string): Outline | undefined {
  return value?.kind === "object" ? value.entries.find(({ key }) => key === name)?.value : undefined;
}

function itemsOf(value: Outline | undefined): Outline[] {
  return value?.kind === "array" ? value.items : [];
}

/** A text, or lines of one, as notebooks have both. */
function textOf(value: Outline | undefined): string {
  if (value?.kind === "array") return value.items.map(textOf).join("");
  return value?.kind === "text" ? value.text : "";
}
