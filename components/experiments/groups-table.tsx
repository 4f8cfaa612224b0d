"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { formatSort, type Sort } from "@/components/data-table/columns";
import { DataTable } from "@/components/data-table/data-table";
import { LoadMore } from "@/components/ui/load-more";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState, FilterEmpty } from "@/components/ui/states";
import { GROUP_SORTS, type GroupSort } from "@/lib/experiments/values";
import { experimentQueries, type RunsFilter, trainingRunHref } from "./queries";
import { isPointKind, keyColumn } from "./run-columns";
import { useGroupColumns } from "./use-group-columns";
import { useGroupRows } from "./use-group-rows";

/** As many metrics as the API aggregates at once. */
const MOST_METRICS = 10;
const NONE: readonly string[] = [];

type Props = {
  experimentId: string;
  search: RunsFilter;
  by: readonly string[];
  onClearFilter: () => void;
};

/** Groups with statistics over all runs that match, computed by the server; the runs of a group open beneath it. */
export function GroupsTable({ experimentId, search, by, onClearFilter }: Props) {
  const t = useTranslations("experiment_table");
  const [sortText, setSort] = useQueryState("groupsort", parseAsString);
  const metrics = useMemo(() => search.keys.filter(isMetric).slice(0, MOST_METRICS), [search.keys]);
  const sort = sortFrom(sortText, metrics);
  const list = useInfiniteQuery({
    ...experimentQueries.groups(experimentId, {
      ...{ filter: search.filter, lifecycle: search.lifecycle, by, metrics },
      ...{ sort: sort.of, sortMetric: sort.metric, descending: sort.desc },
    }),
    placeholderData: keepPreviousData,
  });
  const pages = list.data?.pages;
  const groups = useMemo(() => pages?.flatMap((page) => page.data), [pages]);
  const { rows, toggle } = useGroupRows(experimentId, search, by, groups);
  const columns = useGroupColumns(by, metrics, toggle);
  if (list.isError) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  if (!rows || !pages) return <TableSkeleton rows={10} label={t("groups")} />;
  const [first] = pages;
  return (
    <DataTable
      label={t("groups")}
      columns={columns}
      rows={rows}
      rowId={(row) => row.id}
      params={{
        sort: sort.shown,
        setSort: (next) => void setSort(formatSort(next)),
        columnChanges: NONE,
        setColumnChanges: () => {},
      }}
      sorting="server"
      rowHref={undefined}
      onOpen={(row) => {
        if (row.kind === "group") toggle(row.id);
        if (row.kind === "run") window.location.assign(trainingRunHref(row.run.experiment_id, row.run.id));
      }}
      maxHeight="calc(100dvh - 18rem)"
      onEnd={() => void (list.hasNextPage && !list.isFetchingNextPage && list.fetchNextPage())}
      footer={
        <div className="flex flex-wrap items-center justify-between gap-x-4">
          <p className="nums px-3 py-1 text-fg-muted text-xs">
            {t("all_groups", { groups: first?.groups ?? 0, runs: first?.runs ?? 0 })}
          </p>
          {list.hasNextPage ? (
            <LoadMore
              shown={groups?.length ?? 0}
              hasMore
              busy={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          ) : null}
        </div>
      }
      empty={<FilterEmpty filters={[search.filter]} onClear={onClearFilter} />}
    />
  );
}

function isMetric(name: string): boolean {
  const column = keyColumn(name);
  return column !== null && isPointKind(column.kind);
}

type GroupOrder = { of: GroupSort; metric: string; desc: boolean; shown: Sort | null };

/** "-mean:metrics.auc"; the largest groups first for what names no column. */
function sortFrom(text: string | null, metrics: readonly string[]): GroupOrder {
  const desc = text?.startsWith("-") === true;
  const id = text?.replace(/^-/, "") ?? "";
  const [name = "", ...rest] = id.split(":");
  const metric = rest.join(":");
  const of = GROUP_SORTS.find((one) => one === name);
  const isKnown = of !== undefined && (of === "key" || of === "runs" || metrics.includes(metric));
  return isKnown
    ? { of, metric, desc, shown: { id, desc } }
    : { of: "runs", metric: "", desc: true, shown: null };
}
