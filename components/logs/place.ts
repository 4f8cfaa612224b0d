import type { Heights } from "./heights";

/** What the view holds on to when lines turn out higher, or more come: the end, or a line this far below its top. */
export type Anchor = "end" | { index: number; belowPx: number };
/** The lines in the page, from `first` up to but excluding `last`. */
export type Rows = { first: number; last: number };

/** Rows above and below those in sight: a turn of the wheel shows nothing empty before the next are drawn. */
const SPARE_ROWS = 12;
/** The rows in the page change by so many at a time, and not with every line that goes by. */
const STEP_ROWS = 8;

/** May go on past the last line, so that lines that come are in the page at once. */
export function rowsAt(heights: Heights, top: number, heightPx: number): Rows {
  const first = heights.indexAt(Math.max(top, 0)) - SPARE_ROWS;
  const last = heights.indexAt(Math.max(top, 0) + heightPx) + SPARE_ROWS;
  return {
    first: Math.max(Math.floor(first / STEP_ROWS) * STEP_ROWS, 0),
    last: Math.ceil((last + 1) / STEP_ROWS) * STEP_ROWS,
  };
}

/** The line at the top of the view, wherever it came to be. */
export function anchorAt(heights: Heights, top: number): Exclude<Anchor, "end"> {
  const index = heights.indexAt(top);
  return { index, belowPx: heights.offset(index) - top };
}

/** A line in the middle of the view. */
export function anchorInMiddle(index: number, heightPx: number, rowPx: number): Exclude<Anchor, "end"> {
  return { index, belowPx: Math.max(Math.floor((heightPx - rowPx) / 2), 0) };
}

/** Where the view has to be for its anchor, between the start and the end of the log. */
export function topFor(anchor: Anchor, heights: Heights, contentPx: number, heightPx: number): number {
  const most = Math.max(contentPx - heightPx, 0);
  if (anchor === "end") return most;
  return Math.min(Math.max(heights.offset(anchor.index) - anchor.belowPx, 0), most);
}
