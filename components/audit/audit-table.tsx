"use client";
import { infiniteQueryOptions, useInfiniteQuery } from "@tanstack/react-query";
import { ScrollText } from "lucide-react";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryStates } from "nuqs";
import { Toolbar } from "@/components/layout/page-header";
import { RelativeTime } from "@/components/time/time";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { Id } from "@/components/ui/id";
import { Input } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { AuditPage, type AuditView } from "@/lib/audit/schema";
import { api } from "@/lib/client/api";

type Filter = { actor: string; action: string };
const auditPages = (filter: Filter) =>
  infiniteQueryOptions({
    queryKey: ["audit", "list", filter],
    queryFn: ({ pageParam, signal }) =>
      api.get("/audit", AuditPage, { query: { ...filter, cursor: pageParam }, signal }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
  });

const TONE = { success: "success", denied: "warning", failed: "danger" } as const;
const isOutcome = (outcome: string): outcome is keyof typeof TONE => Object.hasOwn(TONE, outcome);

export function AuditTable() {
  const t = useTranslations("audit");
  const [filter, setFilter] = useQueryStates({
    actor: parseAsString.withDefault(""),
    action: parseAsString.withDefault(""),
  });
  const pages = useInfiniteQuery(auditPages(filter));
  const rows = pages.data?.pages.flatMap((page) => page.data) ?? [];
  return (
    <>
      <Toolbar
        end={
          filter.actor || filter.action ? (
            <Button size="sm" onClick={() => setFilter({ actor: null, action: null })}>
              {t("clear")}
            </Button>
          ) : null
        }
      >
        <Input
          aria-label={t("filter_actor")}
          placeholder={t("filter_actor")}
          value={filter.actor}
          onChange={(event) => setFilter({ actor: event.target.value || null })}
        />
        <Input
          aria-label={t("filter_action")}
          placeholder={t("filter_action")}
          value={filter.action}
          onChange={(event) => setFilter({ action: event.target.value || null })}
        />
      </Toolbar>
      {pages.isPending ? <TableSkeleton rows={10} label={t("title")} /> : null}
      {pages.isError ? <ErrorState error={pages.error} onRetry={() => pages.refetch()} /> : null}
      {pages.isSuccess && rows.length === 0 ? (
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

function AuditRow({ row }: { row: AuditView }) {
  const t = useTranslations("audit");
  const change = Object.fromEntries(
    Object.entries({ before: row.before, after: row.after, detail: row.detail }).filter(
      ([, value]) => value !== null,
    ),
  );
  return (
    <Tr>
      <Td>
        <RelativeTime at={row.at} />
      </Td>
      <Td>{row.actor.name}</Td>
      <Td>
        {Object.keys(change).length === 0 ? (
          <span className="font-mono text-xs">{row.action}</span>
        ) : (
          <details>
            <summary className="cursor-pointer font-mono text-xs">{row.action}</summary>
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
    </Tr>
  );
}
