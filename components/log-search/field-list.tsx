"use client";
import { useQuery } from "@tanstack/react-query";
import { ChevronRight, Columns3, Filter, FilterX } from "lucide-react";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { SearchInput } from "@/components/ui/input";
import { Skeleton } from "@/components/ui/skeleton";
import { cn } from "@/lib/client/cn";
import { number, percent } from "@/lib/client/format";
import { FieldName, RECORD_FIELDS } from "./field-name";
import { isLevel } from "./levels";
import { logRecordQueries, type Search } from "./queries";
import { FieldButton } from "./record-detail";
import { existsPill, negated, pillOf } from "./search-text";

/** Of the record's own fields, those with few values come first. */
const OWN = RECORD_FIELDS.filter((name) => name !== "message" && name !== "span_id");
/** So many values are shown of a field. */
const TOP = 8;

type Props = {
  search: Search;
  columns: readonly string[];
  onPill: (pill: string) => void;
  onColumn: (name: string) => void;
  className?: string | undefined;
};

/** Which fields the newest records of the search have, and their most frequent values. */
export function FieldList({ search, columns, onPill, onColumn, className }: Props) {
  const t = useTranslations("discover");
  const locale = useLocale();
  const [part, setPart] = useState("");
  const [opened, setOpened] = useState<ReadonlySet<string>>(new Set());
  const names = useQuery(logRecordQueries.fields(search, null));
  const sampled = names.data?.sampled ?? 0;
  const fits = (name: string) => name.toLowerCase().includes(part.trim().toLowerCase());
  const attributes = (names.data?.data ?? []).filter(({ name }) => fits(name));
  const toggle = (name: string) => {
    const next = new Set(opened);
    if (!next.delete(name)) next.add(name);
    setOpened(next);
  };
  const field = (name: string, share?: number) => (
    <li key={name}>
      <FieldHead
        name={name}
        share={share}
        isOpen={opened.has(name)}
        isColumn={columns.includes(name)}
        onToggle={() => toggle(name)}
        onColumn={() => onColumn(name)}
      />
      {opened.has(name) ? <TopValues search={search} name={name} onPill={onPill} /> : null}
    </li>
  );
  return (
    <section aria-label={t("field_list")} className={cn("flex min-h-0 min-w-0 flex-col gap-2", className)}>
      <SearchInput
        label={t("find_field")}
        clearLabel={t("clear")}
        data-page-filter={undefined}
        className="w-full"
        value={part}
        onChange={setPart}
      />
      <div
        tabIndex={0}
        className="min-h-0 flex-1 overflow-y-auto rounded-md pr-1 focus-visible:-outline-offset-2"
      >
        <ul>{OWN.filter(fits).map((name) => field(name))}</ul>
        <h2 className="mt-3 mb-1 px-1 text-2xs text-fg-subtle uppercase tracking-wide">
          {names.data ? t("attributes_of", { count: number(sampled, locale) }) : t("attributes")}
        </h2>
        {names.isPending ? (
          <div className="grid gap-2 px-1" aria-busy>
            {[1, 2, 3].map((row) => (
              <Skeleton key={row} className="h-4" />
            ))}
          </div>
        ) : attributes.length === 0 ? (
          <p className="px-1 text-fg-subtle text-xs">{t("no_attributes")}</p>
        ) : (
          <ul>{attributes.map(({ name, share }) => field(name, share))}</ul>
        )}
      </div>
    </section>
  );
}

type HeadProps = {
  name: string;
  /** Of the records that have it. */
  share: number | undefined;
  isOpen: boolean;
  isColumn: boolean;
  onToggle: () => void;
  onColumn: () => void;
};

function FieldHead({ name, share, isOpen, isColumn, onToggle, onColumn }: HeadProps) {
  const t = useTranslations("discover");
  const locale = useLocale();
  return (
    <div className="group/head flex min-w-0 items-center rounded-sm hover:bg-surface-2">
      <button
        type="button"
        aria-expanded={isOpen}
        onClick={onToggle}
        className="flex h-7 min-w-0 flex-1 items-center gap-1 rounded-sm text-left text-xs focus-visible:-outline-offset-2"
      >
        <ChevronRight
          aria-hidden
          className={cn("size-3.5 shrink-0 text-fg-subtle transition-transform", isOpen && "rotate-90")}
        />
        <span className="truncate" title={name}>
          <FieldName name={name} />
        </span>
        {share === undefined ? null : (
          <span className="nums ml-auto shrink-0 pr-1 text-2xs text-fg-subtle">
            {percent(share, locale, 0)}
          </span>
        )}
      </button>
      <span
        className={cn(
          "opacity-0 focus-within:opacity-100 group-hover/head:opacity-100 pointer-coarse:opacity-100",
          isColumn && "opacity-100",
        )}
      >
        <FieldButton
          icon={Columns3}
          pressed={isColumn}
          label={t(isColumn ? "remove_column" : "add_column", { name })}
          onClick={onColumn}
        />
      </span>
    </div>
  );
}

function TopValues({ search, name, onPill }: Pick<Props, "search" | "onPill"> & { name: string }) {
  const t = useTranslations("discover");
  const locale = useLocale();
  const values = useQuery(logRecordQueries.fields(search, name));
  if (values.isPending) return <Skeleton className="mx-1 my-2 h-4" />;
  if (values.isError || values.data.data.length === 0)
    return <p className="px-5 py-1 text-fg-subtle text-xs">{t("no_values")}</p>;
  return (
    <ul className="mb-1 grid gap-0.5 pl-4">
      {values.data.data.slice(0, TOP).map(({ name: value, share, count }) => (
        <li key={value} className="group/value relative rounded-sm px-1 hover:bg-surface-2">
          <span className="flex min-h-6 min-w-0 items-center gap-1 text-xs">
            <span className="min-w-0 flex-1 truncate font-mono" title={value}>
              {name === "level" && isLevel(value) ? t(`levels.${value}`) : value}
            </span>
            <span className="nums shrink-0 text-2xs text-fg-subtle" title={number(count, locale)}>
              {percent(share, locale, share < 0.1 ? 1 : 0)}
            </span>
            <span className="absolute right-0 flex rounded-sm bg-surface-2 opacity-0 focus-within:opacity-100 group-hover/value:opacity-100 pointer-coarse:static pointer-coarse:opacity-100">
              <FieldButton
                icon={Filter}
                label={t("filter_for_value", { value })}
                onClick={() => onPill(pillOf(name, value))}
              />
              <FieldButton
                icon={FilterX}
                label={t("filter_out_value", { value })}
                onClick={() => onPill(negated(pillOf(name, value)))}
              />
            </span>
          </span>
          <span
            aria-hidden
            className="block h-0.5 rounded-full bg-accent/50"
            style={{ width: `${Math.max(1, share * 100)}%` }}
          />
        </li>
      ))}
      <li className="px-1 py-0.5">
        <button
          type="button"
          onClick={() => onPill(existsPill(name))}
          className="min-h-6 text-2xs text-fg-subtle underline-offset-2 hover:text-fg hover:underline"
        >
          {t("has_field")}
        </button>
      </li>
    </ul>
  );
}
