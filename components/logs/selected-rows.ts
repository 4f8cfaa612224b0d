import type { Rows } from "./place";

/** A selection this long is let go of, or all its rows would stay in the page. */
const MOST_ROWS = 1_000;

/** The rows that a person has text selected in, if any; `first` is the line that the first element of the block shows. */
export function selectedRows(block: HTMLElement | null, first: number): Rows | null {
  const selection = document.getSelection();
  if (!block || !selection || selection.isCollapsed) return null;
  const rows = Array.from(block.children);
  const rowOf = (node: Node | null) => rows.findIndex((row) => row.contains(node));
  const ends = [rowOf(selection.anchorNode), rowOf(selection.focusNode)];
  if (ends.includes(-1)) return null;
  return { first: first + Math.min(...ends), last: first + Math.max(...ends) + 1 };
}

/** The rows in sight together with those that are selected, as far as those are near. */
export function withSelected(inSight: Rows, selected: Rows | null): Rows {
  if (!selected) return inSight;
  const both = {
    first: Math.min(inSight.first, selected.first),
    last: Math.max(inSight.last, selected.last),
  };
  return both.last - both.first > MOST_ROWS ? inSight : both;
}
