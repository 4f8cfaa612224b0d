"use client";
import { ArrowDownToLine, Eraser, Pause } from "lucide-react";
import { useTranslations } from "next-intl";
import { useEffect } from "react";
import { useWidth } from "@/components/charts/use-width";
import { useHotkeys } from "@/components/keyboard/use-hotkeys";
import { FieldName } from "@/components/log-search/field-name";
import type { RecordRef } from "@/components/log-search/queries";
import { gridOf, RecordRow, shapeOf } from "@/components/log-search/record-row";
import { useLogRows } from "@/components/logs/use-log-rows";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { ErrorState } from "@/components/ui/states";
import { cn } from "@/lib/client/cn";
import type { Sought } from "@/lib/log-records/values";
import type { TailItem } from "./tail-items";
import type { TailStatus } from "./tail-stream";
import { type Tail, useTail } from "./use-tail";

const NARROW_PX = 640;

type Props = {
  /** The whole search. Mount it with this as key. */
  q: string;
  columns: readonly string[];
  sought: readonly Sought[];
  record: RecordRef | null;
  onOpen: (record: RecordRef) => void;
  className?: string | undefined;
};

/** Records as they arrive, the newest last. It follows the end until the reader scrolls away, and then nothing moves. */
export function TailList({ q, className, ...rest }: Props) {
  const t = useTranslations("log_tail");
  const tail = useTail(q);
  return (
    <div
      className={cn(
        "flex min-w-0 flex-col overflow-hidden rounded-lg border bg-surface shadow-card",
        className,
      )}
    >
      <div className="flex min-h-9 shrink-0 flex-wrap items-center gap-2 border-b bg-surface-2 px-3 text-xs">
        <Status status={tail.status} isHeld={tail.isHeld} />
        <span className="text-fg-subtle">{t("order")}</span>
        <span className="ml-auto flex">
          <IconButton size="sm" icon={Eraser} label={t("clear")} onClick={tail.clear} />
        </span>
      </div>
      {tail.error && tail.items.length === 0 ? <ErrorState className="py-4" error={tail.error} /> : null}
      <Rows tail={tail} {...rest} />
    </div>
  );
}

function Status({ status, isHeld }: { status: TailStatus; isHeld: boolean }) {
  const t = useTranslations("log_tail");
  const isLive = status === "live" && !isHeld;
  return (
    <span
      role="status"
      className={cn("inline-flex items-center gap-1.5", isLive ? "text-info" : "text-fg-muted")}
    >
      <span
        aria-hidden
        className={cn(
          "size-1.5 rounded-full",
          isLive ? "animate-pulse bg-state-running" : status === "live" ? "bg-fg-subtle" : "bg-warning",
        )}
      />
      {t(status === "live" && isHeld ? "status.held" : `status.${status}`)}
    </span>
  );
}

type RowsProps = Omit<Props, "q" | "className"> & { tail: Tail };

function Rows({ tail, columns, sought, record, onOpen }: RowsProps) {
  const t = useTranslations("log_tail");
  const fields = useTranslations("discover");
  const { items, gone, unseen, setHeld } = tail;
  const { ref, width } = useWidth<HTMLDivElement>();
  const isNarrow = width > 0 && width < NARROW_PX;
  const shape = shapeOf(isNarrow);
  const total = gone + items.length;
  const log = useLogRows({ from: gone, total, shape, textAt: null, startLine: null, follows: true });
  const { first, keys } = log.rows;
  const isHeld = log.leftAt !== null;
  useEffect(() => setHeld(isHeld), [setHeld, isHeld]);
  useHotkeys([{ keys: "KeyL", label: t("follow"), run: isHeld ? log.goToEnd : log.hold }]);
  return (
    <div ref={ref} className="relative flex min-h-0 flex-1 flex-col">
      {isNarrow ? null : (
        <div
          className="grid h-8 shrink-0 items-center gap-x-3 border-b bg-surface-2 pr-3 pl-1 text-fg-muted text-xs"
          style={{ gridTemplateColumns: gridOf(columns) }}
        >
          <span className="pl-7">{fields("time")}</span>
          {columns.map((name) => (
            <span key={name} className="truncate">
              <FieldName name={name} />
            </span>
          ))}
        </div>
      )}
      <section
        ref={log.box}
        onScroll={log.onScroll}
        aria-label={t("records")}
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden overscroll-contain [overflow-anchor:none] focus-visible:-outline-offset-2"
      >
        {items.length === 0 ? (
          <p className="py-12 text-center text-fg-muted text-sm">{t("waiting")}</p>
        ) : null}
        <div style={{ height: log.contentPx }}>
          <ul ref={log.block} style={{ transform: `translateY(${log.topPx}px)` }}>
            {keys.map((key, at) => (
              <li key={key} style={{ height: shape.rowPx }}>
                <Item
                  item={items[first + at - gone]}
                  columns={columns}
                  sought={sought}
                  isNarrow={isNarrow}
                  record={record}
                  onOpen={onOpen}
                />
              </li>
            ))}
          </ul>
        </div>
      </section>
      {isHeld ? (
        <Button
          size="sm"
          icon={ArrowDownToLine}
          className="absolute right-4 bottom-3 shadow-pop"
          onClick={log.goToEnd}
        >
          {unseen > 0 ? t("new", { count: unseen }) : t("to_end")}
        </Button>
      ) : (
        <IconButton
          size="sm"
          icon={Pause}
          variant="secondary"
          label={t("hold")}
          shortcut="l"
          className="absolute right-4 bottom-3 shadow-pop"
          onClick={log.hold}
        />
      )}
    </div>
  );
}

type ItemProps = Omit<RowsProps, "tail"> & { item: TailItem | undefined; isNarrow: boolean };

function Item({ item, columns, sought, isNarrow, record, onOpen }: ItemProps) {
  const t = useTranslations("log_tail");
  if (!item) return null;
  if (item.kind === "gap")
    return (
      <p className="h-full truncate border-b bg-warning-soft px-8 text-warning text-xs leading-[25px]">
        {t(`gap.${item.why}`, { count: item.count })}
      </p>
    );
  const one = item.record;
  return (
    <RecordRow
      record={one}
      columns={columns}
      sought={sought}
      isNarrow={isNarrow}
      isCurrent={one.id === record?.id && one.time === record.time}
      onOpen={onOpen}
    />
  );
}
