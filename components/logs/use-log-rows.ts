import { type RefObject, useCallback, useEffect, useLayoutEffect, useReducer, useRef, useState } from "react";
import { flushSync } from "react-dom";
import { createHeights, type Heights } from "./heights";
import type { LogStore } from "./log-store";
import { type Anchor, anchorAt, anchorInMiddle, type Rows, rowsAt, topFor } from "./place";
import { type KeyedRows, rekey } from "./row-keys";
import { rowsOf } from "./rows-of";
import { selectedRows, withSelected } from "./selected-rows";
import { firstLineOf, isAtEnd, PAGE_LINES, pagesFor } from "./window";

const LINE_PX = 20;
/** A short log is as high as its lines; a long one scrolls. */
export const MOST_PX = 400;
/** Room above the first line and below the last. */
const PAD_PX = 4;

const NO_ROWS: KeyedRows = { first: 0, last: 0, keys: [] };

type Size = { widthPx: number; heightPx: number };
type LogRowsOptions = {
  store: LogStore;
  total: number;
  wrap: boolean;
  times: boolean;
  /** The line in the middle at first, from 1; null begins at the end and follows it. */
  startLine: number | null;
};

/**
 * Which lines are in the page, and where. A scroll costs one read of `scrollTop`, and a drawing only when other rows
 * come into sight. The rows lie in one block in the order of the text, so that wrapped lines push each other as they
 * are; heights are worked out from the text, and only those that came out otherwise are measured, after the layout.
 */
export function useLogRows({ store, total, wrap, times, startLine }: LogRowsOptions) {
  const box = useRef<HTMLElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const [heights] = useState(() => createHeights(LINE_PX));
  const [size, setSize] = useState<Size>({ widthPx: 0, heightPx: MOST_PX });
  const [columns, setColumns] = useState(0);
  const [, measured] = useReducer((times: number) => times + 1, 0);
  /** Null while the end is followed; otherwise how long the log was when a person looked away from it. */
  const [leftAt, setLeftAt] = useState<number | null>(startLine === null ? null : total);
  /** Few lines get a narrow margin. A log that grows past it is laid out once more. */
  const digits: 3 | 6 = total < 1_000 ? 3 : 6;
  const [place] = useState(() => {
    const anchor: Anchor = startLine === null ? "end" : anchorInMiddle(startLine - 1, MOST_PX, LINE_PX);
    return { anchor, top: 0, contentPx: 0, heightPx: 0 };
  });
  const [{ first, last: until, keys }, setRows] = useState<KeyedRows>(() => {
    const top = topFor(place.anchor, heights, total * LINE_PX, MOST_PX);
    return rekey(NO_ROWS, rowsAt(heights, top, MOST_PX), false);
  });
  const last = Math.min(until, total);

  // What a line's height is does not depend on when it is asked: drawing twice learns nothing else.
  if (wrap) learn(heights, store, pagesFor(first, last - 1, total), columns);
  const contentPx = heights.offset(total) + 2 * PAD_PX;
  const { heightPx } = size;

  const show = useCallback(
    (inSight: Rows) => {
      const selected = selectedRows(block.current, first);
      const next = withSelected(inSight, selected);
      if (next.first !== first || next.last !== until) setRows((now) => rekey(now, next, selected !== null));
    },
    [first, until],
  );

  /** Keeps in place what the view holds on to; a person's own scrolling has nothing to be put right. */
  const settle = useCallback(() => {
    const top = topFor(place.anchor, heights, contentPx, heightPx);
    const grew = place.contentPx !== contentPx || place.heightPx !== heightPx;
    Object.assign(place, { contentPx, heightPx });
    if (place.anchor === "end" ? !grew : Math.abs(top - place.top) < 1) return;
    // Where it really came to be: the box may be another height than it was last seen with, and stop it before.
    if (box.current) {
      box.current.scrollTop = top;
      place.top = box.current.scrollTop;
    }
    show(rowsAt(heights, top, heightPx));
  }, [place, heights, contentPx, heightPx, show]);
  useLayoutEffect(settle);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another width or another way to show lines has other columns
  useLayoutEffect(() => {
    const found = wrap ? columnsOf(block.current, digits) : 0;
    heights.clear();
    setColumns(found);
    measured();
  }, [heights, size.widthPx, wrap, times, digits]);

  useObserved(box, ({ width, height }) => setSize({ widthPx: width, heightPx: height }));
  useObserved(block, ({ height }) => {
    if (Math.abs(height - (heights.offset(last) - heights.offset(first))) < 1) return;
    if (measure(heights, store, first, block.current)) flushSync(measured);
  });

  function onScroll(): void {
    if (!box.current) return;
    const top = box.current.scrollTop;
    if (Math.abs(top - place.top) >= 1) {
      // As the box is now: it may have shrunk or grown since it was drawn, and have been moved by that alone.
      const atEnd = isAtEnd(top, box.current.clientHeight, box.current.scrollHeight);
      place.top = top;
      place.anchor = atEnd ? "end" : anchorAt(heights, top);
      if (atEnd !== (leftAt === null)) setLeftAt(atEnd ? null : total);
    }
    // At once, or the next frame would show rows that are not there yet.
    flushSync(() => show(rowsAt(heights, top, heightPx)));
  }

  const goTo = useCallback(
    (anchor: Anchor) => {
      place.anchor = anchor;
      place.contentPx = 0;
      setLeftAt((at) => (anchor === "end" ? null : (at ?? total)));
      measured();
    },
    [place, total],
  );
  const goToEnd = useCallback(() => goTo("end"), [goTo]);
  /** Stays where it is while the log grows. */
  const hold = useCallback(() => goTo(anchorAt(heights, place.top)), [goTo, heights, place]);
  const goToLine = useCallback(
    (line: number) => goTo(anchorInMiddle(Math.min(line, total) - 1, heightPx, LINE_PX)),
    [goTo, total, heightPx],
  );

  const topPx = PAD_PX + heights.offset(first);
  const rows = { first, last, keys: keys.slice(0, last - first) };
  return { box, block, rows, digits, topPx, contentPx, leftAt, onScroll, goToEnd, goToLine, hold };
}

/** Works out how high the lines of these pages are, those that are there and not known yet. */
function learn(heights: Heights, store: LogStore, pages: readonly number[], columns: number): void {
  for (const page of pages) {
    const start = firstLineOf(page) - 1;
    for (let index = start; index < start + PAGE_LINES; index++) {
      if (heights.knows(index)) continue;
      const line = store.lineAt(index);
      if (line) heights.set(index, rowsOf(line.m, columns) * LINE_PX);
    }
  }
}

/** Takes the heights of the rows in the page as they are; answers whether one was another than thought. */
function measure(heights: Heights, store: LogStore, first: number, block: HTMLElement | null): boolean {
  const rows = Array.from(block?.children ?? [], (row) => row.getBoundingClientRect().height);
  return rows.filter((px, at) => store.lineAt(first + at) && heights.set(first + at, px)).length > 0;
}

/** How many characters of the font fit in a row: its first element is a number, padded to so many of them. */
function columnsOf(block: HTMLElement | null, digits: number): number {
  const row = block?.firstElementChild;
  const number = row?.firstElementChild;
  if (!row || !number) return 0;
  const { paddingLeft, paddingRight } = getComputedStyle(row);
  const textPx = row.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  const gapPx = Number.parseFloat(getComputedStyle(number).paddingRight);
  return Math.floor((textPx * digits) / (number.getBoundingClientRect().width - gapPx));
}

/** Calls with each size the element comes to have, before it is painted. */
function useObserved(element: RefObject<HTMLElement | null>, take: (size: DOMRectReadOnly) => void): void {
  const latest = useRef(take);
  useLayoutEffect(() => {
    latest.current = take;
  });
  useEffect(() => {
    if (!element.current) return;
    const observer = new ResizeObserver(([entry]) => entry && latest.current(entry.contentRect));
    observer.observe(element.current);
    return () => observer.disconnect();
  }, [element]);
}
