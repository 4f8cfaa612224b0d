"use client";
import { infiniteQueryOptions, queryOptions, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { Toolbar } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { DayInput } from "@/components/ui/day-input";
import { Input } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { Table, Th } from "@/components/ui/table";
import type { AuditPage, AuditValues } from "@/lib/audit-log/schema";
import { api, replyOf, toSearch } from "@/lib/client/api";
import { isDay } from "@/lib/client/day";
import { AuditRow } from "./audit-row";
import { useAuditWords } from "./use-audit-words";

type Filter = {
  actor: string;
  action: string;
  target: string;
  target_type: string;
  outcome: string;
  since: string;
  until: string;
};
/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";
const OUTCOMES = ["success", "denied", "failed"] as const;
const NONE = {
  actor: null,
  action: null,
  target: null,
  target_type: null,
  outcome: null,
  since: null,
  until: null,
};

/** The start of a day in the reader's zone; `end` is that of the next day. */
const instantOf = (day: string, end: boolean) => {
  if (!isDay(day)) return "";
  const at = new Date(`${day}T00:00:00`);
  if (end) at.setDate(at.getDate() + 1);
  return at.toISOString();
};
const queryOf = (filter: Filter) => ({
  ...filter,
  since: instantOf(filter.since, false),
  until: instantOf(filter.until, true),
});
const auditPages = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ["audit", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      api.get("/audit", replyOf<typeof AuditPage>(), {
        query: { ...queryOf(filter), cursor: pageParam },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

const auditValues = queryOptions({
  queryKey: ["audit", "values"],
  queryFn: ({ signal }) => api.get("/audit/values", replyOf<typeof AuditValues>(), { signal }),
  staleTime: 60_000,
});

export function AuditTable() {
  const t = useTranslations("audit");
  const logs = useTranslations("log_sources");
  const words = useAuditWords();
  const values = useQuery(auditValues).data;
  const [filter, setFilter] = useQueryStates({
    actor: parseAsString.withDefault(""),
    action: parseAsString.withDefault(""),
    target: parseAsString.withDefault(""),
    target_type: parseAsString.withDefault(""),
    outcome: parseAsString.withDefault(""),
    since: parseAsString.withDefault(""),
    until: parseAsString.withDefault(""),
  });
  const filtered = Object.values(filter).some((value) => value !== "");
  const exportHref = (format: string) => `/api/v1/audit/export${toSearch({ ...queryOf(filter), format })}`;
  const pages = useInfiniteQuery(auditPages(filter));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <Toolbar
        end={
          <Menu pageKey={t("export")} trigger={<Button icon={Download}>{t("export")}</Button>}>
            {(["csv", "jsonl"] as const).map((format) => (
              <MenuItem key={format} asChild>
                <a href={exportHref(format)} download={`audit.${format}`}>
                  {t(`export_${format}`)}
                </a>
              </MenuItem>
            ))}
          </Menu>
        }
      >
        <Choice
          label={t("filter_actor")}
          any={t("any_actor")}
          value={filter.actor}
          onChange={(actor) => setFilter({ actor })}
          options={(values?.actors ?? []).map((one) => ({
            value: one.id ?? one.name,
            label: words.actor(one),
          }))}
        />
        <Choice
          label={t("filter_action")}
          any={t("any_action")}
          value={filter.action}
          onChange={(action) => setFilter({ action })}
          options={(values?.actions ?? []).map((value) => ({ value, label: words.action(value) }))}
        />
        <Choice
          label={t("filter_kind")}
          any={t("any_kind")}
          value={filter.target_type}
          onChange={(target_type) => setFilter({ target_type })}
          options={(values?.target_types ?? []).map((value) => ({ value, label: words.kind(value) }))}
        />
        <Input
          className="w-32"
          aria-label={t("filter_target")}
          placeholder={t("filter_target")}
          value={filter.target}
          onChange={(event) => setFilter({ target: event.target.value || null })}
        />
        <Choice
          label={t("filter_outcome")}
          any={t("any_outcome")}
          value={filter.outcome}
          onChange={(outcome) => setFilter({ outcome })}
          options={OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) }))}
        />
        {(["since", "until"] as const).map((name) => (
          <DayInput
            key={name}
            label={t(name)}
            value={filter[name]}
            onChange={(day) => setFilter({ [name]: day || null })}
          />
        ))}
        {filtered ? (
          <Button size="sm" onClick={() => setFilter(NONE)}>
            {t("clear")}
          </Button>
        ) : null}
      </Toolbar>
      {pages.isPending ? <TableSkeleton rows={10} label={t("title")} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 && filtered ? (
        <FilterEmpty
          filters={Object.values(filter).filter((value) => value !== "")}
          onClear={() => void setFilter(NONE)}
        />
      ) : null}
      {pages.isSuccess && rows.length === 0 && !filtered ? (
        <EmptyState
          icon={<ScrollText aria-hidden />}
          title={t("empty_title")}
          description={t("empty_text")}
        />
      ) : null}
      {rows.length > 0 ? (
        <>
          <Table cards label={t("title")}>
            <thead>
              <tr>
                <Th>{t("time")}</Th>
                <Th>{t("actor")}</Th>
                <Th>{t("action")}</Th>
                <Th>{t("target")}</Th>
                <Th>{t("outcome")}</Th>
                <Th>{t("address")}</Th>
                <Th>
                  <span className="sr-only">{logs("logs")}</span>
                </Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <AuditRow key={row.id} row={row} />
              ))}
            </tbody>
          </Table>
          <LoadMore
            shown={rows.length}
            hasMore={pages.hasNextPage}
            busy={pages.isFetchingNextPage}
            onMore={() => pages.fetchNextPage()}
          />
        </>
      ) : null}
    </>
  );
}

type ChoiceProps = {
  label: string;
  /** What no filter is called. */
  any: string;
  value: string;
  onChange: (value: string | null) => void;
  options: readonly { value: string; label: string }[];
};

/** One of what there is, by its words. One that is in the address and not in the list is shown as it is. */
function Choice({ label, any, value, onChange, options }: ChoiceProps) {
  const isListed = value === "" || options.some((option) => option.value === value);
  const named = options.toSorted((one, other) => one.label.localeCompare(other.label));
  return (
    <Select
      label={label}
      className="w-36"
      options={[{ value: ANY, label: any }, ...named, ...(isListed ? [] : [{ value, label: value }])]}
      value={value || ANY}
      onChange={(next) => onChange(next === ANY ? null : next)}
    />
  );
}
