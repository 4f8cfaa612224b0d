import {
  type RefObject,
  useCallback,
  useEffect,
  useLayoutEffect,
  useMemo,
  useReducer,
  useRef,
  useState,
} from "react";
import { flushSync } from "react-dom";
import { createHeights, type Heights } from "./heights";
import { type Anchor, anchorAt, anchorInMiddle, anchorToReveal, type Rows, rowsAt, topFor } from "./place";
import { type KeyedRows, rekey } from "./row-keys";
import { rowsOf } from "./rows-of";
import { selectedRows, withSelected } from "./selected-rows";
import { firstLineOf, isAtEnd, PAGE_LINES, pagesFor } from "./window";

/** How high a log is before it is laid out. */
const FIRST_PX = 400;

const NO_ROWS: KeyedRows = { first: 0, last: 0, keys: [] };

type Size = { widthPx: number; heightPx: number };
type LogRowsOptions = {
  /** Rows, from 0. They begin at `from`: those before it were let go, and the rest keep their numbers. */
  from?: number;
  total: number;
  /** A row, one that wraps a row of its text at least. Room above the first and below the last. */
  shape: { rowPx: number; padPx: number };
  /** What may wrap, with undefined for what is being loaded. Null where each row has one height. */
  textAt: ((index: number) => string | undefined) | null;
  /** Text is laid out anew when this is another. */
  layout?: string;
  /** The row in the middle at first, from 1; null begins at the end. */
  startLine: number | null;
  /** Whether a reader at the end stays there as rows arrive. */
  follows: boolean;
};

/**
 * Chooses and places the drawn rows of a log. A scroll costs one read of `scrollTop`; a draw happens only when other rows
 * become visible. Rows are in one block in the order of the text, so wrapped lines push each other. Heights are
 * computed from the text, and only wrong ones are measured after layout.
 */
export function useLogRows({
  from = 0,
  total,
  shape: { rowPx, padPx },
  textAt,
  layout = "",
  startLine,
  follows,
}: LogRowsOptions) {
  const box = useRef<HTMLElement>(null);
  const block = useRef<HTMLDivElement & HTMLUListElement>(null);
  /** What stands below the rows and scrolls with them. */
  const foot = useRef<HTMLDivElement>(null);
  const heights = useMemo(() => createHeights(rowPx), [rowPx]);
  const [size, setSize] = useState<Size>({ widthPx: 0, heightPx: FIRST_PX });
  const [footPx, setFootPx] = useState(0);
  const [columns, setColumns] = useState(0);
  const [, measured] = useReducer((times: number) => times + 1, 0);
  /** Null while following the end; else the length of the log when the person scrolled away. */
  const [leftAt, setLeftAt] = useState<number | null>(startLine === null ? null : total);
  /** Short logs have a narrow margin; one that outgrows it is laid out again. */
  const digits: 3 | 6 = total < 1_000 ? 3 : 6;
  const [place] = useState(() => {
    const anchor: Anchor = startLine === null ? "end" : anchorInMiddle(startLine - 1, FIRST_PX, rowPx);
    return { anchor, top: 0, contentPx: 0, heightPx: 0, gonePx: 0 };
  });
  const [drawn, setRows] = useState<KeyedRows>(() => {
    const top = topFor(place.anchor, heights, total * rowPx, FIRST_PX);
    return rekey(NO_ROWS, rowsAt(heights, top, FIRST_PX), false);
  });
  const first = Math.max(drawn.first, from);
  const last = Math.max(Math.min(drawn.last, total), first);

  // A line's height is the same at any time, so drawing twice is harmless.
  if (textAt) learn(heights, { textAt, rowPx, columns }, pagesFor(first, last - 1, total));
  const gonePx = heights.offset(from);
  const contentPx = heights.offset(total) - gonePx + 2 * padPx;
  const { heightPx } = size;

  const show = useCallback(
    (inSight: Rows) => {
      const selected = selectedRows(block.current, first);
      const next = withSelected(inSight, selected);
      if (next.first !== drawn.first || next.last !== drawn.last)
        setRows((now) => rekey(now, next, selected !== null));
    },
    [first, drawn.first, drawn.last],
  );

  /** Restores the anchor, except while a person scrolls. */
  const settle = useCallback(() => {
    const top = topFor(place.anchor, heights, contentPx + footPx, heightPx, gonePx);
    const grew =
      place.contentPx !== contentPx + footPx || place.heightPx !== heightPx || place.gonePx !== gonePx;
    Object.assign(place, { contentPx: contentPx + footPx, heightPx, gonePx });
    if (place.anchor === "end" ? !grew : Math.abs(top - place.top) < 1) return;
    // Reads the actual position, because the box may have changed its height and limit it.
    if (box.current) {
      box.current.scrollTop = top;
      place.top = box.current.scrollTop;
    }
    show(rowsAt(heights, top + gonePx, heightPx));
  }, [place, heights, contentPx, footPx, gonePx, heightPx, show]);
  useLayoutEffect(settle);

  // biome-ignore lint/correctness/useExhaustiveDependencies: another width or another way to show lines has other columns
  useLayoutEffect(() => {
    const found = textAt ? columnsOf(block.current, digits) : 0;
    heights.clear();
    setColumns(found);
    measured();
  }, [heights, size.widthPx, textAt === null, layout, digits]);

  useObserved(box, ({ width, height }) => setSize({ widthPx: width, heightPx: height }));
  useObserved(foot, ({ height }) => setFootPx(height));
  useObserved(block, ({ height }) => {
    if (!textAt || Math.abs(height - (heights.offset(last) - heights.offset(first))) < 1) return;
    if (measure(heights, textAt, first, block.current)) flushSync(measured);
  });

  function onScroll(): void {
    if (!box.current) return;
    const top = box.current.scrollTop;
    if (Math.abs(top - place.top) >= 1) {
      // The present box, which may have been resized and thereby scrolled.
      const atEnd = follows && isAtEnd(top, box.current.clientHeight, box.current.scrollHeight);
      place.top = top;
      place.anchor = atEnd ? "end" : anchorAt(heights, top + gonePx);
      if (atEnd !== (leftAt === null)) setLeftAt(atEnd ? null : total);
    }
    // Synchronously, or the next frame would show missing rows.
    flushSync(() => show(rowsAt(heights, top + gonePx, heightPx)));
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
  const hold = useCallback(() => goTo(anchorAt(heights, place.top + place.gonePx)), [goTo, heights, place]);
  const goToLine = useCallback(
    (line: number) => goTo(anchorInMiddle(Math.min(line, total) - 1, heightPx, rowPx)),
    [goTo, total, heightPx, rowPx],
  );
  /** Moves no more than it has to. */
  const reveal = useCallback(
    (index: number) => {
      const anchor = anchorToReveal(index, heights, place.top + place.gonePx, heightPx);
      if (anchor) goTo(anchor);
    },
    [goTo, heights, place, heightPx],
  );

  const topPx = padPx + heights.offset(first) - gonePx;
  const rows = { first, last, keys: drawn.keys.slice(first - drawn.first, last - drawn.first) };
  return {
    ...{ box, block, foot, rows, digits, topPx, contentPx, leftAt },
    ...{ onScroll, goToEnd, goToLine, reveal, hold },
  };
}

type Texts = { textAt: (index: number) => string | undefined; rowPx: number; columns: number };

/** Computes the unknown heights of the loaded lines of these pages. */
function learn(heights: Heights, { textAt, rowPx, columns }: Texts, pages: readonly number[]): void {
  for (const page of pages) {
    const start = firstLineOf(page) - 1;
    for (let index = start; index < start + PAGE_LINES; index++) {
      if (heights.knows(index)) continue;
      const text = textAt(index);
      if (text !== undefined) heights.set(index, rowsOf(text, columns) * rowPx);
    }
  }
}

/** Measures the drawn rows; returns true when a height was wrong. */
function measure(
  heights: Heights,
  textAt: Texts["textAt"],
  first: number,
  block: HTMLElement | null,
): boolean {
  const rows = Array.from(block?.children ?? [], (row) => row.getBoundingClientRect().height);
  return rows.filter((px, at) => textAt(first + at) !== undefined && heights.set(first + at, px)).length > 0;
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
