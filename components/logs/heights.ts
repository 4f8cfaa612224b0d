import { PAGE_LINES } from "./window";

/** Heights and positions of the lines of a log. Unread lines count as one row. */
export type Heights = {
  /** In px from the top of the log; `index` counts from 0 and may be past what is known. */
  offset(index: number): number;
  /** The line at this many px from the top. */
  indexAt(px: number): number;
  knows(index: number): boolean;
  /** Returns true when something changed. */
  set(index: number, px: number): boolean;
  clear(): void;
};

/** How much higher than a row the lines of a page are; undefined for unknown lines. */
type Extras = { sum: number; of: (number | undefined)[] };

/**
 * Keeps pages with known lines only, so a log of millions of lines costs what was looked at. Each query adds up some
 * hundreds of pages; a list of all offsets would be rebuilt with each height.
 */
export function createHeights(rowPx: number): Heights {
  const pages = new Map<number, Extras>();

  function offset(index: number): number {
    const page = Math.floor(index / PAGE_LINES);
    let px = index * rowPx;
    for (const [number, extras] of pages) if (number < page) px += extras.sum;
    const within = pages.get(page);
    if (within) for (let at = 0; at < index % PAGE_LINES; at++) px += within.of[at] ?? 0;
    return px;
  }

  return {
    offset,
    indexAt(px) {
      // Lines are a row or more: the line is at `px / rowPx` or before it.
      let [low, high] = [0, Math.max(Math.floor(px / rowPx), 0)];
      while (low < high) {
        const middle = Math.ceil((low + high) / 2);
        if (offset(middle) <= px) low = middle;
        else high = middle - 1;
      }
      return low;
    },
    knows: (index) => pages.get(Math.floor(index / PAGE_LINES))?.of[index % PAGE_LINES] !== undefined,
    set(index, px) {
      const page = Math.floor(index / PAGE_LINES);
      const extras = pages.get(page) ?? { sum: 0, of: [] };
      const [before, after] = [extras.of[index % PAGE_LINES], px - rowPx];
      extras.of[index % PAGE_LINES] = after;
      extras.sum += after - (before ?? 0);
      pages.set(page, extras);
      return (before ?? 0) !== after;
    },
    clear: () => pages.clear(),
  };
}
