"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { type ReactNode, useEffect, useRef } from "react";
import { cn } from "@/lib/client/cn";

type VirtualListProps<T> = {
  label: string;
  items: readonly T[];
  itemKey: (item: T) => string;
  rowPx: number;
  /** The selected row, which is kept visible. */
  activeIndex?: number | undefined;
  className?: string | undefined;
  children: (item: T, index: number) => ReactNode;
};

/** So few rows are all drawn, which is cheaper than selecting them. */
const PLAIN_ROWS = 60;

/** A list that scrolls in its own box and draws visible rows only, so five thousand tasks cost no more than fifty. */
export function VirtualList<T>(props: VirtualListProps<T>) {
  const { label, items, itemKey, rowPx, activeIndex = -1, className, children } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const plain = items.length <= PLAIN_ROWS;
  const rows = useVirtualizer({
    count: items.length,
    enabled: !plain,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 10,
  });
  useEffect(() => {
    if (activeIndex < 0) return;
    if (!plain) rows.scrollToIndex(activeIndex, { align: "auto" });
    else scrollIntoBox(scroller.current, activeIndex * rowPx, rowPx);
  }, [activeIndex, plain, rows, rowPx]);
  const drawn = plain
    ? items.map((_, index) => ({ index, start: index * rowPx }))
    : rows.getVirtualItems().map(({ index, start }) => ({ index, start }));
  return (
    <section
      ref={scroller}
      aria-label={label}
      tabIndex={0}
      className={cn("min-w-0 overflow-auto focus-visible:-outline-offset-2", className)}
    >
      <ul className="relative" style={{ height: items.length * rowPx }}>
        {drawn.map(({ index, start }) => {
          const item = items[index];
          if (item === undefined) return null;
          return (
            <li
              key={itemKey(item)}
              aria-setsize={items.length}
              aria-posinset={index + 1}
              className="absolute top-0 left-0 w-full"
              style={{ height: rowPx, transform: `translateY(${start}px)` }}
            >
              {children(item, index)}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

/** Scrolls the box only, not the page around it. */
function scrollIntoBox(box: HTMLElement | null, top: number, height: number): void {
  if (!box) return;
  if (top < box.scrollTop) box.scrollTop = top;
  else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
}
