"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";
import { hashOfLine } from "./deep-link";
import { LogLine } from "./log-line";
import type { LogStore } from "./log-store";
import type { LogView } from "./use-log-view";
import { isAtEnd, pagesFor } from "./window";

const LINE_PX = 20;
/** A short log is as high as its lines; a long one scrolls. */
const MOST_PX = 400;
const EDGES_PX = 26;

type LogLinesProps = {
  store: LogStore;
  /** Of the store: a new one means that lines have come. */
  version: number;
  total: number;
  view: LogView;
  /** The line that the address names. */
  marked: number | null;
  onMark: (line: number) => void;
  found: readonly number[];
};

/** Only the lines in sight are in the page, however long the log; the end is followed until a person looks away. */
export function LogLines({ store, version, total, view, marked, onMark, found }: LogLinesProps) {
  const t = useTranslations("logs");
  const scroller = useRef<HTMLDivElement>(null);
  /** Null while the end is followed; otherwise how long the log was when a person looked away from it. */
  const [leftAt, setLeftAt] = useState<number | null>(marked === null ? null : total);
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => LINE_PX,
    overscan: 15,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1];
  const hits = useMemo(() => new Set(found), [found]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may have made a wanted page incomplete
  useEffect(() => store.want(pagesFor(first, last, total)), [store, first, last, total, version]);
  useEffect(() => {
    if (leftAt === null && total > 0) rows.scrollToIndex(total - 1, { align: "end" });
  }, [leftAt, total, rows]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new mark moves the view, not a log that grows
  useEffect(() => {
    if (marked === null) return;
    setLeftAt((at) => at ?? total);
    window.history.replaceState(window.history.state, "", hashOfLine(marked));
    rows.scrollToIndex(Math.min(marked, total) - 1, { align: "center" });
  }, [marked]);

  const unseen = leftAt === null ? 0 : total - leftAt;
  return (
    <div className="relative min-w-0">
      <section
        ref={scroller}
        aria-label={t("lines", { count: total })}
        tabIndex={0}
        onScroll={({ currentTarget: box }) => {
          const atEnd = isAtEnd(box.scrollTop, box.clientHeight, box.scrollHeight);
          setLeftAt((at) => (atEnd ? null : (at ?? total)));
        }}
        className={cn(
          "overflow-auto overscroll-contain rounded-md border bg-bg py-1 font-mono text-xs [contain:strict] focus-visible:-outline-offset-2",
          view.tall && "h-[calc(100dvh-9rem)]",
        )}
        style={view.tall ? undefined : { height: Math.min(rows.getTotalSize() + EDGES_PX, MOST_PX) }}
      >
        <div className="relative min-w-full" style={{ height: rows.getTotalSize() }}>
          {items.map((item) => (
            <div
              key={item.key}
              ref={view.wrap ? rows.measureElement : undefined}
              data-index={item.index}
              className={cn("absolute top-0 left-0 min-w-full", view.wrap && "w-full")}
              style={{ transform: `translateY(${item.start}px)` }}
            >
              <LogLine
                number={item.index + 1}
                line={store.lineAt(item.index)}
                wrap={view.wrap}
                times={view.times}
                current={marked === item.index + 1}
                found={hits.has(item.index + 1)}
                linkLabel={t("link", { line: item.index + 1 })}
                onLink={onMark}
              />
            </div>
          ))}
        </div>
      </section>
      {leftAt === null ? null : (
        <Button size="sm" className="absolute right-4 bottom-3" onClick={() => setLeftAt(null)}>
          {unseen > 0 ? t("new_lines", { count: unseen }) : t("to_end")}
        </Button>
      )}
    </div>
  );
}
