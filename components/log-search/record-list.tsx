"use client";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useWidth } from "@/components/charts/use-width";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { useLogRows } from "@/components/logs/use-log-rows";
import { cn } from "@/lib/client/cn";
import type { Sought } from "@/lib/log-records/values";
import { ColumnMenu } from "./column-menu";
import type { RecordRef } from "./queries";
import type { PagesState, RecordPages } from "./record-pages";
import { gridOf, RecordRow, shapeOf } from "./record-row";

/** The next page is loaded when this many rows are left. */
const AHEAD_ROWS = 200;
const NARROW_PX = 520;

type Props = {
  pages: RecordPages;
  state: PagesState;
  columns: readonly string[];
  onColumns: (columns: readonly string[]) => void;
  sought: readonly Sought[];
  record: RecordRef | null;
  onOpen: (record: RecordRef | null) => void;
  /** Below the last row. */
  footer: ReactNode;
  className?: string | undefined;
};

/** Records, the newest first. Rows in sight are drawn, and pages come as one scrolls. */
export function RecordList(props: Props) {
  const { pages, state, columns, onColumns, sought, record, onOpen, footer, className } = props;
  const t = useTranslations("discover");
  const { ref, width } = useWidth<HTMLDivElement>();
  const isNarrow = width > 0 && width < NARROW_PX;
  const shape = shapeOf(isNarrow);
  const log = useLogRows({ total: state.count, shape, textAt: null, startLine: 1, follows: false });
  const { first, last, keys } = log.rows;
  useEffect(() => pages.see(first, last - 1), [pages, first, last]);
  const isNearEnd = state.count > 0 && last > state.count - AHEAD_ROWS;
  useEffect(() => {
    if (isNearEnd && state.status === "idle") void pages.more();
  }, [pages, isNearEnd, state.status]);
  const move = useRowMove({ pages, state, record, onOpen, scrollTo: log.reveal });
  return (
    <div
      ref={ref}
      className={cn(
        "flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface shadow-card",
        className,
      )}
    >
      {isNarrow ? null : (
        <div
          className="grid h-8 shrink-0 items-center gap-x-3 border-b bg-surface-2 pr-3 pl-1 text-fg-muted text-xs"
          style={{ gridTemplateColumns: gridOf(columns) }}
        >
          <span className="pl-7">{t("time")}</span>
          {columns.map((name) => (
            <ColumnMenu key={name} name={name} columns={columns} onChange={onColumns} />
          ))}
        </div>
      )}
      <section
        ref={log.box}
        onScroll={log.onScroll}
        aria-label={t("records")}
        aria-busy={state.status === "searching" || undefined}
        tabIndex={0}
        onKeyDown={(event) => {
          if (event.target !== event.currentTarget) return;
          const by = event.code === "ArrowDown" ? 1 : event.code === "ArrowUp" ? -1 : 0;
          if (by === 0 || record === null) return;
          event.preventDefault();
          move(by);
        }}
        className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        <div style={{ height: log.contentPx }}>
          <ul ref={log.block} style={{ transform: `translateY(${log.topPx}px)` }}>
            {keys.map((key, at) => {
              const one = pages.recordAt(first + at);
              return (
                <li
                  key={key}
                  aria-setsize={-1}
                  aria-posinset={first + at + 1}
                  style={{ height: shape.rowPx }}
                >
                  <RecordRow
                    record={one}
                    columns={columns}
                    sought={sought}
                    isNarrow={isNarrow}
                    isCurrent={one !== undefined && one.id === record?.id && one.time === record.time}
                    onOpen={onOpen}
                  />
                </li>
              );
            })}
          </ul>
        </div>
        <div ref={log.foot}>{footer}</div>
      </section>
    </div>
  );
}

type Move = Pick<Props, "pages" | "state" | "record" | "onOpen"> & { scrollTo: (index: number) => void };

/** j and k go to the next and the previous record; what is open follows. */
function useRowMove({ pages, state, record, onOpen, scrollTo }: Move): (by: number) => void {
  const t = useTranslations("shell.keys");
  const own = useTranslations("discover");
  const place = useRef(-1);
  const [closed, setClosed] = useState<RecordRef | null>(null);
  const move = (by: number) => {
    const current = pages.recordAt(place.current);
    const isPlaced = record && current?.id === record.id && current.time === record.time;
    if (record && !isPlaced) place.current = placeOf(pages, state.count, record);
    const at = Math.min(state.count - 1, Math.max(0, place.current + by));
    const next = pages.recordAt(at);
    if (!next) return;
    place.current = at;
    scrollTo(at);
    onOpen(next);
  };
  useHotkeys([
    { keys: "KeyJ", label: t("next_row"), run: () => move(1) },
    { keys: "KeyK", label: t("previous_row"), run: () => move(-1) },
    ...(record
      ? [
          {
            keys: "Escape",
            label: own("close_record"),
            run: () => {
              setClosed(record);
              onOpen(null);
            },
          },
        ]
      : [{ keys: "Enter", label: t("open_row"), run: () => (closed ? onOpen(closed) : move(1)) }]),
  ]);
  return move;
}

/** Where a record is among those that are loaded; -1 where it is none of them. */
function placeOf(pages: RecordPages, count: number, { time, id }: RecordRef): number {
  for (let at = 0; at < count; at++) {
    const one = pages.recordAt(at);
    if (one?.id === id && one.time === time) return at;
  }
  return -1;
}
