"use client";
import { useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { useCallback, useEffect, useMemo, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { cn } from "@/lib/client/cn";
import { hashOfLine, lineOfHash } from "./deep-link";
import { findInLog, nextHit } from "./find-in-log";
import { LogLine } from "./log-line";
import { LogToolbar } from "./log-toolbar";
import { type LoadLog, useLogLength, useLogPages } from "./use-log-pages";
import { isAtEnd, pagesFor } from "./window";

type LogViewerProps = { attemptId: string; load: LoadLog; downloadHref: string };

/** The log of one attempt. Mount it with `key={attemptId}`: following, search and the marked line belong to one log. */
export function LogViewer({ attemptId, load, downloadHref }: LogViewerProps) {
  const t = useTranslations("logs");
  const length = useLogLength(attemptId, load);
  const total = length.data ?? 0;
  const scroller = useRef<HTMLDivElement>(null);
  const [marked, setMarked] = useState<number | null>(() =>
    typeof window === "undefined" ? null : lineOfHash(window.location.hash),
  );
  const [wrap, setWrap] = useState(true);
  const [tall, setTall] = useState(false);
  const [search, setSearch] = useState("");
  /** Null while the end is followed; otherwise how long the log was when a person looked away from it. */
  const [leftAt, setLeftAt] = useState<number | null>(marked === null ? null : 0);
  const rows = useVirtualizer({
    count: total,
    getScrollElement: () => scroller.current,
    estimateSize: () => 20,
    overscan: 20,
  });
  const items = rows.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? -1];
  const pages = useMemo(() => pagesFor(first, last, total), [first, last, total]);
  const { lineAt, error } = useLogPages(attemptId, pages, total, load);
  const hits = useQuery({
    queryKey: ["log-search", attemptId, search, total],
    queryFn: ({ signal }) => findInLog(load, search, signal),
    enabled: search !== "",
  });
  const found = useMemo(() => new Set(search === "" ? [] : hits.data), [search, hits.data]);

  useEffect(() => {
    if (leftAt === null && total > 0) rows.scrollToIndex(total - 1, { align: "end" });
  }, [leftAt, total, rows]);

  const goTo = useCallback(
    (line: number) => {
      setMarked(line);
      setLeftAt((at) => at ?? total);
      window.history.replaceState(window.history.state, "", hashOfLine(line));
      rows.scrollToIndex(line - 1, { align: "center" });
    },
    [rows, total],
  );
  const opened = useRef(false);
  useEffect(() => {
    if (opened.current || marked === null || total === 0) return;
    opened.current = true;
    setLeftAt(total);
    rows.scrollToIndex(Math.min(marked, total) - 1, { align: "center" });
  }, [marked, total, rows]);

  if (length.isPending) return <TableSkeleton rows={8} label={t("loading")} />;
  if (length.isError) return <ErrorState error={length.error} onRetry={() => void length.refetch()} />;
  if (total === 0) return <EmptyState title={t("empty")} description={t("empty_detail")} />;
  const unseen = leftAt === null ? 0 : total - leftAt;
  return (
    <section aria-label={t("title")} className="grid min-w-0 gap-2">
      <LogToolbar
        {...{ search, setSearch, wrap, setWrap, tall, setTall, downloadHref }}
        hits={search === "" || !hits.data ? null : hits.data.length}
        onStep={(step) => {
          const line = nextHit(hits.data ?? [], marked ?? 0, step);
          if (line !== null) goTo(line);
        }}
      />
      {error ? <ErrorState error={error} /> : null}
      <div className="relative">
        <section
          ref={scroller}
          aria-label={t("lines", { count: total })}
          tabIndex={0}
          onScroll={({ currentTarget: box }) => {
            const atEnd = isAtEnd(box.scrollTop, box.clientHeight, box.scrollHeight);
            setLeftAt((at) => (atEnd ? null : (at ?? total)));
          }}
          className={cn(
            "overflow-auto rounded-md border bg-surface font-mono text-xs",
            tall ? "h-[calc(100dvh-9rem)]" : "h-96",
          )}
        >
          <div className="relative min-w-full" style={{ height: rows.getTotalSize() }}>
            {items.map((item) => (
              <div
                key={item.key}
                ref={rows.measureElement}
                data-index={item.index}
                className="absolute top-0 left-0 min-w-full"
                style={{ transform: `translateY(${item.start}px)`, ...(wrap ? { width: "100%" } : {}) }}
              >
                <LogLine
                  number={item.index + 1}
                  text={lineAt(item.index)}
                  wrap={wrap}
                  current={marked === item.index + 1}
                  found={found.has(item.index + 1)}
                  linkLabel={t("link", { line: item.index + 1 })}
                  onLink={goTo}
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
    </section>
  );
}
