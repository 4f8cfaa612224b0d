"use client";
import { useQuery } from "@tanstack/react-query";
import { Columns3, Filter as FilterIcon, FilterX, X } from "lucide-react";
import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { codeSourceOf } from "@/components/logs/code-source";
import { AbsoluteTime } from "@/components/time/time";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { cn } from "@/lib/client/cn";
import type { LogRecordView } from "@/lib/log-records/schema";
import type { Sought } from "@/lib/log-records/values";
import { fieldValue, pageOfField } from "./attribute-links";
import { FieldName } from "./field-name";
import { LEVEL_TEXT } from "./levels";
import { MessageText } from "./message-text";
import { logRecordQueries, type RecordRef } from "./queries";
import { negated, pillOf } from "./search-text";

/** A list has this much of a message. */
const LISTED_CHARACTERS = 8_192;

type Props = {
  record: RecordRef;
  /** As the list has it, where it does. */
  listed: LogRecordView | undefined;
  columns: readonly string[];
  sought: readonly Sought[];
  onPill: (pill: string) => void;
  onColumn: (name: string) => void;
  onClose: () => void;
  /** What else can be done with the record. */
  actions?: ((record: LogRecordView) => ReactNode) | undefined;
  className?: string | undefined;
};

/** A record with all of its fields. */
export function RecordDetail({ record, listed, className, onClose, actions, ...rest }: Props) {
  const t = useTranslations("discover");
  const isWhole = listed !== undefined && listed.message.length < LISTED_CHARACTERS;
  const loaded = useQuery({ ...logRecordQueries.record(record), enabled: !isWhole });
  const shown = isWhole ? listed : (loaded.data ?? listed);
  return (
    <aside
      aria-label={t("record")}
      className={cn("flex min-h-0 min-w-0 flex-col rounded-lg border bg-surface shadow-card", className)}
    >
      <header className="flex min-h-10 shrink-0 items-center justify-between gap-2 border-b py-1 pr-2 pl-4">
        <h2 className="truncate font-semibold text-sm">
          <AbsoluteTime at={record.time} ms />
        </h2>
        <IconButton icon={X} size="sm" label={t("close_record")} shortcut="esc" onClick={onClose} />
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {shown ? (
          <Fields record={shown} actions={actions} {...rest} />
        ) : loaded.isError ? (
          <ErrorState error={loaded.error} onRetry={() => void loaded.refetch()} />
        ) : (
          <TableSkeleton rows={6} label={t("record")} />
        )}
      </div>
    </aside>
  );
}

type FieldsProps = Pick<Props, "columns" | "sought" | "onPill" | "onColumn" | "actions"> & {
  record: LogRecordView;
};
const OWN = ["level", "service", "host", "trace_id", "span_id"];

function Fields({ record, sought, actions, ...rest }: FieldsProps) {
  const t = useTranslations("discover");
  const names = [
    ...OWN.filter((name) => fieldValue(record, name) !== null),
    ...Object.keys(record.attributes).sort(),
  ];
  return (
    <>
      <div className="group/message relative border-b bg-bg">
        <pre
          tabIndex={0}
          className="max-h-80 overflow-y-auto whitespace-pre-wrap break-words px-4 py-3 pr-10 font-mono text-xs leading-5 focus-visible:-outline-offset-2"
        >
          {record.message === "" ? (
            <span className="text-fg-subtle">{t("no_message")}</span>
          ) : (
            <MessageText text={record.message} sought={sought} source={codeSourceOf(record.attributes)} />
          )}
        </pre>
        <CopyButton
          text={record.message}
          label={t("copy_message")}
          className="absolute top-1.5 right-2 bg-bg"
        />
      </div>
      <div className="flex flex-wrap items-center gap-1 border-b px-3 py-1">
        {actions?.(record)}
        <CopyButton
          text={JSON.stringify(record, null, 2)}
          label={t("copy_json")}
          className="ml-auto w-auto grid-flow-col gap-1 px-1.5 text-xs"
        />
      </div>
      <dl>
        {names.map((name) => (
          <FieldRow key={name} name={name} record={record} {...rest} />
        ))}
        <div className="px-4 py-2 text-2xs text-fg-subtle">
          <dt className="sr-only">{t("exact_time")}</dt>
          <dd className="nums">{record.time}</dd>
        </div>
      </dl>
    </>
  );
}

type RowProps = Pick<Props, "columns" | "onPill" | "onColumn"> & { name: string; record: LogRecordView };

function FieldRow({ name, record, columns, onPill, onColumn }: RowProps) {
  const t = useTranslations("discover");
  const value = fieldValue(record, name);
  const text = typeof value === "string" ? value : JSON.stringify(value);
  const href = pageOfField(record, name);
  const isColumn = columns.includes(name);
  return (
    <div className="group/field grid grid-cols-[minmax(5rem,2fr)_5fr] items-start gap-2 border-b py-1 pr-2 pl-4 text-xs hover:bg-surface-2">
      <dt className="min-w-0 break-words py-1 text-fg-subtle">
        <FieldName name={name} />
      </dt>
      <dd className="relative min-w-0">
        <span className="block min-w-0 break-all py-1 font-mono">
          {name === "level" ? (
            <span className={LEVEL_TEXT[record.level]}>{t(`levels.${record.level}`)}</span>
          ) : href === null ? (
            text
          ) : (
            <Link href={href} className="text-accent underline-offset-2 hover:underline">
              {text}
            </Link>
          )}
        </span>
        <span className="absolute top-0 right-0 flex rounded-sm bg-surface-2 opacity-0 focus-within:opacity-100 group-hover/field:opacity-100 pointer-coarse:static pointer-coarse:opacity-100">
          <FieldButton
            icon={FilterIcon}
            label={t("filter_for", { name })}
            onClick={() => onPill(pillOf(name, value))}
          />
          <FieldButton
            icon={FilterX}
            label={t("filter_out", { name })}
            onClick={() => onPill(negated(pillOf(name, value)))}
          />
          <FieldButton
            icon={Columns3}
            label={t(isColumn ? "remove_column" : "add_column", { name })}
            pressed={isColumn}
            onClick={() => onColumn(name)}
          />
          <CopyButton text={text} label={t("copy_field", { name })} />
        </span>
      </dd>
    </div>
  );
}

type FieldButtonProps = { icon: typeof X; label: string; pressed?: boolean; onClick: () => void };

export function FieldButton({ icon: Icon, label, pressed, onClick }: FieldButtonProps) {
  return (
    <button
      type="button"
      aria-label={label}
      aria-pressed={pressed}
      title={label}
      onClick={onClick}
      className={cn(
        "grid size-6 place-items-center rounded-sm text-fg-subtle hover:bg-surface-3 hover:text-fg",
        pressed && "text-accent",
      )}
    >
      <Icon aria-hidden className="size-3.5" />
    </button>
  );
}
