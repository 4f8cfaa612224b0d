"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import Link from "next/link";
import { useTranslations } from "next-intl";
import { AbsoluteTime, Duration, RelativeTime } from "@/components/time/time";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { LoadMore } from "@/components/ui/load-more";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState, FilterEmpty } from "@/components/ui/states";
import { StatusBadge, useStateLabel } from "@/components/ui/status";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { type RunFilter, runQueries } from "./queries";
import { runHref } from "./run-href";
import { RunType } from "./run-type";

const STATES = ["queued", "running", "success", "failed", "cancelled"] as const;
const TYPES = ["scheduled", "manual", "backfill"] as const;
/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";

type RunListProps = {
  dagId: string;
  filter: RunFilter;
  setFilter: (change: Partial<RunFilter>) => void;
};

/** The runs of a pipeline, newest first; the filter is the page's, so that it is in the address. */
export function RunList({ dagId, filter, setFilter }: RunListProps) {
  const t = useTranslations("runs");
  const label = useStateLabel();
  const list = useInfiniteQuery(runQueries.ofPipeline(dagId, filter));
  const rows = list.data?.pages.flatMap((page) => page.data);
  const any = (text: string) => ({ value: ANY, label: text });
  const named = [
    filter.state ? label(filter.state) : "",
    filter.type ? t(`types.${filter.type as "manual"}`) : "",
    filter.backfill ? t("one_backfill") : "",
    filter.version ? t("version_number", { number: filter.version }) : "",
  ].filter(Boolean);
  return (
    <Card
      flush
      title={t("list")}
      actions={
        <>
          {filter.backfill ? (
            <FilterChip text={t("one_backfill")} onRemove={() => setFilter({ backfill: null })} />
          ) : null}
          {filter.version ? (
            <FilterChip
              text={t("version_number", { number: filter.version })}
              onRemove={() => setFilter({ version: null })}
            />
          ) : null}
          <Select
            label={t("state")}
            className="h-7 w-32 text-xs"
            value={filter.state ?? ANY}
            onChange={(state) => setFilter({ state: state === ANY ? null : state })}
            options={[any(t("any_state")), ...STATES.map((value) => ({ value, label: label(value) }))]}
          />
          <Select
            label={t("type")}
            className="h-7 w-32 text-xs"
            value={filter.type ?? ANY}
            onChange={(type) => setFilter({ type: type === ANY ? null : type })}
            options={[any(t("any_type")), ...TYPES.map((value) => ({ value, label: t(`types.${value}`) }))]}
          />
        </>
      }
    >
      {list.isError ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows === undefined ? (
        <TableSkeleton rows={8} label={t("loading_list")} />
      ) : rows.length === 0 ? (
        <FilterEmpty
          filters={named}
          onClear={() => setFilter({ state: null, type: null, backfill: null, version: null })}
        />
      ) : (
        <>
          <Table label={t("list")}>
            <thead>
              <tr>
                <Th>{t("run")}</Th>
                <Th>{t("state")}</Th>
                <Th>{t("type")}</Th>
                <Th>{t("logical_date")}</Th>
                <Th>{t("started")}</Th>
                <Th>{t("duration")}</Th>
              </tr>
            </thead>
            <tbody>
              {rows.map((run) => (
                <Tr key={run.id}>
                  <Td className="whitespace-nowrap">
                    <Link href={runHref(dagId, run.id)} className="font-mono text-xs hover:underline">
                      {run.run_key}
                    </Link>
                  </Td>
                  <Td>
                    <StatusBadge state={run.state} />
                  </Td>
                  <Td>
                    <RunType type={run.run_type} />
                  </Td>
                  <Td>
                    {run.logical_date ? (
                      <AbsoluteTime at={run.logical_date} zone="UTC" seconds={false} />
                    ) : null}
                  </Td>
                  <Td>{run.started_at ? <RelativeTime at={run.started_at} /> : null}</Td>
                  <Td>{run.started_at ? <Duration from={run.started_at} to={run.finished_at} /> : null}</Td>
                </Tr>
              ))}
            </tbody>
          </Table>
          <LoadMore
            shown={rows.length}
            hasMore={list.hasNextPage}
            busy={list.isFetchingNextPage}
            onMore={() => void list.fetchNextPage()}
          />
        </>
      )}
    </Card>
  );
}

/** A filter that came by a link. The whole chip takes it away. */
function FilterChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const t = useTranslations("runs");
  return (
    <Button size="sm" aria-label={t("remove_filter", { filter: text })} onClick={onRemove}>
      {text}
      <X aria-hidden />
    </Button>
  );
}
