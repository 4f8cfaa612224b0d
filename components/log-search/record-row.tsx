"use client";
import { ChevronRight } from "lucide-react";
import { useTranslations } from "next-intl";
import { memo } from "react";
import { useTimeZone } from "@/components/time/clock";
import { cn } from "@/lib/client/cn";
import { absoluteTime } from "@/lib/client/format";
import type { LogRecordView } from "@/lib/log-records/schema";
import type { Sought } from "@/lib/log-records/values";
import { fieldValue } from "./attribute-links";
import { LEVEL_FILL, LEVEL_TEXT } from "./levels";
import { MessageText } from "./message-text";

const ROWS = { rowPx: 26, padPx: 0 } as const;
/** Two lines where it is narrow: the message is below the rest. */
const NARROW_ROWS = { rowPx: 44, padPx: 0 } as const;

export const shapeOf = (isNarrow: boolean) => (isNarrow ? NARROW_ROWS : ROWS);

type Props = {
  /** Undefined while its page is loaded again. */
  record: LogRecordView | undefined;
  columns: readonly string[];
  /** The texts to mark in a message. */
  sought: readonly Sought[];
  isCurrent: boolean;
  isNarrow: boolean;
  onOpen: (record: LogRecordView) => void;
};

/** One record in a list: its time, then the columns. */
export const RecordRow = memo(function RecordRow({
  record,
  columns,
  sought,
  isCurrent,
  isNarrow,
  onOpen,
}: Props) {
  const t = useTranslations("discover");
  const zone = useTimeZone();
  if (!record) return <div className="h-full animate-pulse border-b bg-surface-2/50" />;
  const time = absoluteTime(new Date(record.time), zone, { ms: true }).slice(5, 23);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: the button within, and the keys of the list, do the same
    // biome-ignore lint/a11y/noStaticElementInteractions: as above
    <div
      data-record={record.id}
      onClick={() => {
        if (String(window.getSelection()) === "") onOpen(record);
      }}
      className={cn(
        "relative h-full cursor-pointer border-b pl-1 font-mono text-xs leading-[25px] hover:bg-surface-2",
        isCurrent && "bg-accent-soft hover:bg-accent-soft",
        isNarrow ? "grid grid-rows-2 pr-2" : "grid gap-x-3 pr-3",
      )}
      style={isNarrow ? undefined : { gridTemplateColumns: gridOf(columns) }}
    >
      <span
        aria-hidden
        className="absolute inset-y-0 left-0 w-0.5"
        style={{ background: LEVEL_FILL[record.level] }}
      />
      <span className={cn("flex min-w-0 items-center gap-1", isNarrow && "h-[22px] gap-2")}>
        <button
          type="button"
          aria-label={t("open_record", { time })}
          aria-expanded={isCurrent}
          onClick={(event) => {
            event.stopPropagation();
            onOpen(record);
          }}
          className="grid size-6 shrink-0 place-items-center rounded-sm text-fg-subtle hover:text-fg focus-visible:-outline-offset-2"
        >
          <ChevronRight aria-hidden className="size-3.5" />
        </button>
        <span className="nums truncate text-fg-muted">{time}</span>
        {isNarrow
          ? columns
              .filter((name) => name !== "message")
              .map((name) => (
                <span key={name} className="truncate">
                  <Cell record={record} name={name} sought={sought} />
                </span>
              ))
          : null}
      </span>
      {isNarrow ? (
        <span className="h-[22px] truncate pl-7 leading-5">
          <Cell record={record} name="message" sought={sought} />
        </span>
      ) : (
        columns.map((name) => (
          <span key={name} className="truncate">
            <Cell record={record} name={name} sought={sought} />
          </span>
        ))
      )}
    </div>
  );
});

function Cell({ record, name, sought }: { record: LogRecordView; name: string; sought: readonly Sought[] }) {
  const t = useTranslations("discover");
  if (name === "message") return <MessageText text={firstLine(record.message)} sought={sought} />;
  if (name === "level")
    return <span className={LEVEL_TEXT[record.level]}>{t(`levels.${record.level}`)}</span>;
  const value = fieldValue(record, name);
  if (value === null) return <span className="text-fg-subtle">{"–"}</span>;
  return typeof value === "string" ? value : JSON.stringify(value);
}

/** What a row has room for; the rest is in the record's details. */
const SHOWN_CHARACTERS = 500;

function firstLine(message: string): string {
  const line = message.slice(0, SHOWN_CHARACTERS).trimStart();
  return line.includes("\n") ? line.replaceAll("\n", " ↵ ") : line;
}

/** Widths of the time and of each column; the message takes what is left, or else the last one. */
export function gridOf(columns: readonly string[]): string {
  const wide = columns.includes("message") ? "message" : columns.at(-1);
  const widths = columns.map((name) =>
    name === wide ? "minmax(12rem, 1fr)" : name === "level" ? "3.5rem" : "minmax(5rem, 9rem)",
  );
  return ["11.5rem", ...widths].join(" ");
}
