import type { Heights } from "./heights";

/** The anchor of the view while heights and lines change: the end, or a line this far below its top. */
export type Anchor = "end" | { index: number; belowPx: number };
/** The lines in the page, from `first` up to but excluding `last`. */
export type Rows = { first: number; last: number };

/** Extra rows above and below, so that a turn of the wheel shows nothing empty. */
const SPARE_ROWS = 12;
/** Drawn rows change in steps of this, not with every line. */
const STEP_ROWS = 8;

/** May exceed the last line, so that new lines are drawn at once. */
export function rowsAt(heights: Heights, top: number, heightPx: number): Rows {
  const first = heights.indexAt(Math.max(top, 0)) - SPARE_ROWS;
  const last = heights.indexAt(Math.max(top, 0) + heightPx) + SPARE_ROWS;
  return {
    first: Math.max(Math.floor(first / STEP_ROWS) * STEP_ROWS, 0),
    last: Math.ceil((last + 1) / STEP_ROWS) * STEP_ROWS,
  };
}

/** The line at the top of the view. */
export function anchorAt(heights: Heights, top: number): Exclude<Anchor, "end"> {
  const index = heights.indexAt(top);
  return { index, belowPx: heights.offset(index) - top };
}

/** A line in the middle of the view. */
export function anchorInMiddle(index: number, heightPx: number, rowPx: number): Exclude<Anchor, "end"> {
  return { index, belowPx: Math.max(Math.floor((heightPx - rowPx) / 2), 0) };
}

/** A line at the nearest edge of the view. Null where all of it is in the view. */
export function anchorToReveal(
  index: number,
  heights: Heights,
  top: number,
  heightPx: number,
): Exclude<Anchor, "end"> | null {
  const [start, end] = [heights.offset(index), heights.offset(index + 1)];
  if (start < top) return { index, belowPx: 0 };
  return end > top + heightPx ? { index, belowPx: Math.max(heightPx - (end - start), 0) } : null;
}

/** The scroll position for an anchor, within the log. `gonePx`: what lines before its beginning took. */
export function topFor(
  anchor: Anchor,
  heights: Heights,
  contentPx: number,
  heightPx: number,
  gonePx = 0,
): number {
  const most = Math.max(contentPx - heightPx, 0);
  if (anchor === "end") return most;
  return Math.min(Math.max(heights.offset(anchor.index) - anchor.belowPx - gonePx, 0), most);
}
