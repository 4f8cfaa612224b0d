"use client";
import { useTranslations } from "next-intl";
import { type MouseEvent, useCallback, useEffect, useMemo, useRef } from "react";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { Button } from "@/components/ui/button";
import { cn } from "@/lib/client/cn";
import type { LogLine as Line } from "@/lib/logs/schema";
import type { CodeSource } from "./code-source";
import { hashOfLine, lineOfHash } from "./deep-link";
import { LogLine } from "./log-line";
import type { LogStore } from "./log-store";
import { useLogRows } from "./use-log-rows";
import type { LogView } from "./use-log-view";
import { PAGE_LINES, pagesFor } from "./window";

/** The box's own edges, and room for a bar below lines that are not wrapped. */
const EDGES_PX = 18;
/** Where it does not fill what holds it, a short log is as high as its lines; a long one scrolls. */
const MOST_PX = 400;
const LINES = { rowPx: 20, padPx: 4 } as const;
/** Dragging by more than a page a frame is not reading; lines are loaded after it rests this long. */
const REST_MS = 60;

const NOTHING: readonly string[] = [];

type LogLinesProps = {
  store: LogStore;
  /** The store's version, which changes when lines arrive. */
  version: number;
  total: number;
  view: LogView;
  /** As high as what holds it; else as high as its lines, up to a limit. */
  fill: boolean;
  /** The line in the URL. */
  marked: number | null;
  onMark: (line: number) => void;
  found: readonly number[];
  /** The text that was looked for. */
  sought: readonly string[];
  source: CodeSource | null;
};

/** Draws visible lines only. Follows the end until a person scrolls away. */
export function LogLines(props: LogLinesProps) {
  const { store, version, total, view, fill, marked, onMark, found, sought, source } = props;
  const t = useTranslations("logs");
  const textAt = useCallback((index: number) => store.lineAt(index)?.m, [store]);
  const log = useLogRows({
    total,
    shape: LINES,
    textAt: view.wrap ? textAt : null,
    layout: view.times ? "times" : "",
    startLine: marked,
    follows: true,
  });
  const { goToLine } = log;
  useHotkeys([{ keys: "KeyL", label: t("follow"), run: log.leftAt === null ? log.hold : log.goToEnd }]);
  const { first, last, keys } = log.rows;
  const hits = useMemo(() => new Set(found), [found]);
  const asked = useRef(first);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new version may have made a wanted page incomplete
  useEffect(() => {
    const ask = () => {
      asked.current = first;
      store.want(pagesFor(first, last - 1, total));
    };
    if (Math.abs(first - asked.current) <= PAGE_LINES) return ask();
    const timer = setTimeout(ask, REST_MS);
    return () => clearTimeout(timer);
  }, [store, first, last, total, version]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: only a new mark moves the view, not a log that grows
  useEffect(() => {
    if (marked === null) return;
    window.history.replaceState(window.history.state, "", hashOfLine(marked));
    goToLine(marked);
  }, [marked]);

  function mark(event: MouseEvent<HTMLElement>): void {
    const link = event.target instanceof Element ? event.target.closest("a") : null;
    const line = lineOfHash(link?.hash ?? "");
    if (line === null || event.metaKey || event.ctrlKey) return;
    event.preventDefault();
    onMark(line);
  }

  const unseen = log.leftAt === null ? 0 : total - log.leftAt;
  return (
    <div className={cn("relative min-w-0", fill && "min-h-0 flex-1")}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: the links inside are clickable, by keys too */}
      <section
        ref={log.box}
        aria-label={t("lines", { count: total })}
        tabIndex={0}
        onScroll={log.onScroll}
        onClick={mark}
        className={cn(
          "overflow-auto overscroll-contain rounded-md border bg-bg font-mono text-xs [contain:strict] [overflow-anchor:none] focus-visible:-outline-offset-2",
          fill && "h-full",
        )}
        style={fill ? undefined : { height: Math.min(log.contentPx + EDGES_PX, MOST_PX) }}
      >
        <div className="relative min-w-full" style={{ height: log.contentPx }}>
          <div
            ref={log.block}
            className={cn("absolute top-0 left-0 min-w-full", view.wrap && "w-full")}
            style={{ transform: `translateY(${log.topPx}px)` }}
          >
            {keys.map((key, at) => {
              const index = first + at;
              const line = store.lineAt(index);
              return (
                <LogLine
                  key={key}
                  gutter={String(index + 1)}
                  href={hashOfLine(index + 1)}
                  digits={log.digits}
                  text={line?.m}
                  of={line}
                  stream={line?.s}
                  time={view.times ? clockTime(line) : null}
                  wrap={view.wrap}
                  current={marked === index + 1}
                  found={hits.has(index + 1)}
                  sought={hits.has(index + 1) ? sought : NOTHING}
                  source={source}
                />
              );
            })}
          </div>
        </div>
      </section>
      {log.leftAt === null ? null : (
        <Button size="sm" className="absolute right-4 bottom-3" onClick={log.goToEnd}>
          {unseen > 0 ? t("new_lines", { count: unseen }) : t("to_end")}
        </Button>
      )}
    </div>
  );
}

/** "09:15:02.123" in UTC, the zone of tasks. */
function clockTime(line: Line | undefined): string {
  return line === undefined ? "" : new Date(line.t).toISOString().slice(11, 23);
}
