"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { useTableParams } from "@/components/data-table/use-table-params";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { LoadMore } from "@/components/ui/load-more";
import { Select } from "@/components/ui/select";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState, FilterEmpty } from "@/components/ui/states";
import { useStateLabel } from "@/components/ui/status";
import { type RunFilter, runQueries } from "./queries";
import { runHref } from "./run-href";
import { runsHref } from "./runs-href";
import { useRunColumns } from "./use-run-columns";

const STATES = ["queued", "running", "success", "failed", "cancelled"] as const;
const TYPES = ["scheduled", "manual", "backfill"] as const;
/** Stands for no filter in a select, whose values must not be empty. */
const ANY = " any";

type RunListProps = {
  dagId: string;
  filter: RunFilter;
  setFilter: (change: Partial<RunFilter>) => void;
};

/** The runs of a pipeline, newest first. The page keeps the filter, so that the URL has it. */
export function RunList({ dagId, filter, setFilter }: RunListProps) {
  const t = useTranslations("runs");
  const label = useStateLabel();
  const list = useInfiniteQuery(runQueries.ofPipeline(dagId, filter));
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.data), [pages]);
  const columns = useRunColumns(dagId);
  const params = useTableParams("runs_");
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
          <Link
            href={runsHref({
              pipeline: [dagId],
              ...(filter.state ? { state: [filter.state] } : {}),
              ...(filter.type ? { type: [filter.type] } : {}),
              ...(filter.backfill ? { backfill: filter.backfill } : {}),
              ...(filter.version ? { version: filter.version } : {}),
            })}
            className="text-accent text-sm hover:underline"
          >
            {t("open_list")}
          </Link>
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
        <DataTable
          label={t("list")}
          columns={columns}
          rows={rows}
          rowId={(run) => run.id}
          params={params}
          sorting="server"
          rowHref={(run) => runHref(dagId, run.id)}
          empty={null}
          className="rounded-none border-0 shadow-none"
          footer={
            <LoadMore
              shown={rows.length}
              hasMore={list.hasNextPage}
              busy={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          }
        />
      )}
    </Card>
  );
}

/** A filter from a link. A click on the chip removes it. */
function FilterChip({ text, onRemove }: { text: string; onRemove: () => void }) {
  const t = useTranslations("runs");
  return (
    <Button size="sm" aria-label={t("remove_filter", { filter: text })} onClick={onRemove}>
      {text}
      <X aria-hidden />
    </Button>
  );
}
