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
 * Chooses and places the drawn lines. A scroll costs one read of `scrollTop`; a draw happens only when other rows
 * become visible. Rows are in one block in the order of the text, so wrapped lines push each other. Heights are
 * computed from the text, and only wrong ones are measured after layout.
 */
export function useLogRows({ store, total, wrap, times, startLine }: LogRowsOptions) {
  const box = useRef<HTMLElement>(null);
  const block = useRef<HTMLDivElement>(null);
  const [heights] = useState(() => createHeights(LINE_PX));
  const [size, setSize] = useState<Size>({ widthPx: 0, heightPx: MOST_PX });
  const [columns, setColumns] = useState(0);
  const [, measured] = useReducer((times: number) => times + 1, 0);
  /** Null while following the end; else the length of the log when the person scrolled away. */
  const [leftAt, setLeftAt] = useState<number | null>(startLine === null ? null : total);
  /** Short logs have a narrow margin; one that outgrows it is laid out again. */
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

  // A line's height is the same at any time, so drawing twice is harmless.
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

  /** Restores the anchor, except while a person scrolls. */
  const settle = useCallback(() => {
    const top = topFor(place.anchor, heights, contentPx, heightPx);
    const grew = place.contentPx !== contentPx || place.heightPx !== heightPx;
    Object.assign(place, { contentPx, heightPx });
    if (place.anchor === "end" ? !grew : Math.abs(top - place.top) < 1) return;
    // Reads the actual position, because the box may have changed its height and limit it.
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
      // The present box, which may have been resized and thereby scrolled.
      const atEnd = isAtEnd(top, box.current.clientHeight, box.current.scrollHeight);
      place.top = top;
      place.anchor = atEnd ? "end" : anchorAt(heights, top);
      if (atEnd !== (leftAt === null)) setLeftAt(atEnd ? null : total);
    }
    // Synchronously, or the next frame would show missing rows.
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
  /** Stays in place while the log grows. */
  const hold = useCallback(() => goTo(anchorAt(heights, place.top)), [goTo, heights, place]);
  const goToLine = useCallback(
    (line: number) => goTo(anchorInMiddle(Math.min(line, total) - 1, heightPx, LINE_PX)),
    [goTo, total, heightPx],
  );

  const topPx = PAD_PX + heights.offset(first);
  const rows = { first, last, keys: keys.slice(0, last - first) };
  return { box, block, rows, digits, topPx, contentPx, leftAt, onScroll, goToEnd, goToLine, hold };
}

/** Computes the unknown heights of the loaded lines of these pages. */
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

/** Measures the drawn rows; returns true when a height was wrong. */
function measure(heights: Heights, store: LogStore, first: number, block: HTMLElement | null): boolean {
  const rows = Array.from(block?.children ?? [], (row) => row.getBoundingClientRect().height);
  return rows.filter((px, at) => store.lineAt(first + at) && heights.set(first + at, px)).length > 0;
}

/** Characters that fit in a row: its first element is a number padded to a known length. */
function columnsOf(block: HTMLElement | null, digits: number): number {
  const row = block?.firstElementChild;
  const number = row?.firstElementChild;
  if (!row || !number) return 0;
  const { paddingLeft, paddingRight } = getComputedStyle(row);
  const textPx = row.clientWidth - Number.parseFloat(paddingLeft) - Number.parseFloat(paddingRight);
  const gapPx = Number.parseFloat(getComputedStyle(number).paddingRight);
  return Math.floor((textPx * digits) / (number.getBoundingClientRect().width - gapPx));
}

/** Calls back with each new size of the element, before paint. */
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
