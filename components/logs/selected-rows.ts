import type { Rows } from "./place";

/** A longer selection is dropped, or all its rows would stay drawn. */
const MOST_ROWS = 1_000;

/** Rows with selected text; `first` is the line of the block's first element. */
export function selectedRows(block: HTMLElement | null, first: number): Rows | null {
  const selection = document.getSelection();
  if (!block || !selection || selection.isCollapsed) return null;
  const rows = Array.from(block.children);
  const rowOf = (node: Node | null) => rows.findIndex((row) => row.contains(node));
  const ends = [rowOf(selection.anchorNode), rowOf(selection.focusNode)];
  if (ends.includes(-1)) return null;
  return { first: first + Math.min(...ends), last: first + Math.max(...ends) + 1 };
}

/** Visible rows and nearby selected ones. */
export function withSelected(inSight: Rows, selected: Rows | null): Rows {
  if (!selected) return inSight;
  const both = {
    first: Math.min(inSight.first, selected.first),
    last: Math.max(inSight.last, selected.last),
  };
  return both.last - both.first > MOST_ROWS ? inSight : both;
}
