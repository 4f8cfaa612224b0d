"use client";
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { Download, ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { Toolbar } from "@/components/layout/page-header";
import { LogsLink } from "@/components/log-links/logs-link";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { Input } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { Menu, MenuItem } from "@/components/ui/menu";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import type { AuditPage, AuditView } from "@/lib/audit-log/schema";
import { api, replyOf, toSearch } from "@/lib/client/api";

type Filter = {
  actor: string;
  action: string;
  target: string;
  outcome: string;
  since: string;
  until: string;
};
/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";
const OUTCOMES = ["success", "denied", "failed"] as const;
const NONE = { actor: null, action: null, target: null, outcome: null, since: null, until: null };

/** The start of a day in the reader's zone; `end` is that of the next day. */
const instantOf = (day: string, end: boolean) => {
  const at = /^\d{4}-\d{2}-\d{2}$/.test(day) ? new Date(`${day}T00:00:00`) : null;
  if (!at || Number.isNaN(at.getTime())) return "";
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

const TONE = { success: "success", denied: "warning", failed: "danger" } as const;
const isOutcome = (outcome: string): outcome is keyof typeof TONE => Object.hasOwn(TONE, outcome);

export function AuditTable() {
  const t = useTranslations("audit");
  const logs = useTranslations("log_sources");
  const [filter, setFilter] = useQueryStates({
    actor: parseAsString.withDefault(""),
    action: parseAsString.withDefault(""),
    target: parseAsString.withDefault(""),
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
        {(["actor", "action", "target"] as const).map((name) => (
          <Input
            key={name}
            className="w-44"
            aria-label={t(`filter_${name}`)}
            placeholder={t(`filter_${name}`)}
            value={filter[name]}
            onChange={(event) => setFilter({ [name]: event.target.value || null })}
          />
        ))}
        <Select
          label={t("filter_outcome")}
          className="w-36"
          options={[
            { value: ANY, label: t("any_outcome") },
            ...OUTCOMES.map((value) => ({ value, label: t(`outcomes.${value}`) })),
          ]}
          value={filter.outcome || ANY}
          onChange={(value) => setFilter({ outcome: value === ANY ? null : value })}
        />
        {(["since", "until"] as const).map((name) => (
          <Input
            key={name}
            type="date"
            className="w-36"
            aria-label={t(name)}
            value={filter[name]}
            onChange={(event) => setFilter({ [name]: event.target.value || null })}
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
          <Table label={t("title")}>
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

/** Actors that are parts of the installation, by their names in the log. */
const ACTORS = {
  "sign-in": "sign_in",
  setup: "setup",
  "pipelines folder": "pipelines_folder",
  housekeeping: "housekeeping",
  demo: "demo",
} as const;
const isActor = (name: string): name is keyof typeof ACTORS => Object.hasOwn(ACTORS, name);

/** Unknown actions and actors are shown as in the log. */
function useAuditWords() {
  const actions = useTranslations("audit.actions");
  const actors = useTranslations("audit.actors");
  return {
    action: (action: string) =>
      actions.has(action as "run.trigger") ? actions(action as "run.trigger") : action,
    actor: ({ type, name }: AuditView["actor"]) =>
      type === "system" && isActor(name) ? actors(ACTORS[name]) : name,
  };
}

function AuditRow({ row }: { row: AuditView }) {
  const t = useTranslations("audit");
  const words = useAuditWords();
  const action = (
    <span title={row.action} className="whitespace-nowrap">
      {words.action(row.action)}
    </span>
  );
  const change = Object.fromEntries(
    Object.entries({ before: row.before, after: row.after, detail: row.detail }).filter(
      ([, value]) => value !== null,
    ),
  );
  return (
    <Tr>
      <Td className="whitespace-nowrap">
        <RelativeTime at={row.at} />
      </Td>
      <Td className="whitespace-nowrap">{words.actor(row.actor)}</Td>
      <Td>
        {Object.keys(change).length === 0 ? (
          action
        ) : (
          <details>
            <summary className="cursor-pointer whitespace-nowrap">{action}</summary>
            <CodeBlock code={JSON.stringify(change, null, 2)} title={t("change")} />
          </details>
        )}
      </Td>
      <Td>{row.target.id ? <Id id={row.target.id} /> : null}</Td>
      <Td>
        {isOutcome(row.outcome) ? (
          <Badge tone={TONE[row.outcome]}>{t(`outcomes.${row.outcome}`)}</Badge>
        ) : (
          row.outcome
        )}
      </Td>
      <Td className="font-mono">{row.ip}</Td>
      <Td className="w-0">
        {row.request_id ? (
          <LogsLink
            ids={{ request: row.request_id }}
            span={{ from: row.at, to: row.at }}
            of={words.action(row.action)}
          />
        ) : null}
      </Td>
    </Tr>
  );
}
