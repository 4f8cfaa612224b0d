"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef, useState } from "react";
import { useWidth } from "@/components/charts/use-width";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { cn } from "@/lib/client/cn";
import type { Sought } from "@/lib/log-records/values";
import { ColumnMenu } from "./column-menu";
import type { RecordRef } from "./queries";
import type { PagesState, RecordPages } from "./record-pages";
import { gridOf, NARROW_ROW_PX, RecordRow, ROW_PX } from "./record-row";

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
  const { ref: scroller, width } = useWidth<HTMLElement>();
  const isNarrow = width > 0 && width < NARROW_PX;
  const rowPx = isNarrow ? NARROW_ROW_PX : ROW_PX;
  const rows = useVirtualizer({
    count: state.count,
    getScrollElement: () => scroller.current,
    estimateSize: () => rowPx,
    overscan: 15,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: rows of another height have other places
  useEffect(() => rows.measure(), [rowPx]);
  const items = rows.getVirtualItems();
  const first = items[0]?.index ?? 0;
  const last = items.at(-1)?.index ?? 0;
  useEffect(() => pages.see(first, last), [pages, first, last]);
  const isNearEnd = state.count > 0 && last > state.count - AHEAD_ROWS;
  useEffect(() => {
    if (isNearEnd && state.status === "idle") void pages.more();
  }, [pages, isNearEnd, state.status]);
  const move = useRowMove({ pages, state, record, onOpen, scrollTo: (index) => rows.scrollToIndex(index) });
  const contentPx = rows.getTotalSize();
  return (
    <div
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
        ref={scroller}
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
        className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden overscroll-contain focus-visible:-outline-offset-2"
      >
        <ul className="relative" style={{ height: contentPx }}>
          {items.map(({ index, start }) => {
            const one = pages.recordAt(index);
            return (
              <li
                key={index}
                aria-setsize={-1}
                aria-posinset={index + 1}
                className="absolute top-0 left-0 w-full"
                style={{ height: rowPx, transform: `translateY(${start}px)` }}
              >
                <RecordRow
                  record={one}
                  columns={columns}
                  sought={sought}
                  isNarrow={isNarrow}
                  isCurrent={one !== undefined && one.id === record?.id && one.time === record.time}
                  onOpen={() => one && onOpen(one)}
                />
              </li>
            );
          })}
        </ul>
        {footer}
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
