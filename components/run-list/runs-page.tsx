"use client";
import { keepPreviousData, useInfiniteQuery, useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useEffect, useMemo, useState } from "react";
import { useWidth } from "@/components/charts/use-width";
import { ColumnPicker } from "@/components/data-table/column-picker";
import { formatSort } from "@/components/data-table/columns";
import { useTableParams } from "@/components/data-table/use-table-params";
import { runHref } from "@/components/runs/run-href";
import { compareHref, runsHref } from "@/components/runs/runs-href";
import { useTimeZone } from "@/components/time/clock";
import { LoadMore } from "@/components/ui/load-more";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState, FilterEmpty } from "@/components/ui/states";
import type { RunView } from "@/lib/runs/schema";
import { RUN_SORTS, RUN_STATES } from "@/lib/runs/values";
import { type BulkTarget, bodyFilter } from "./bulk-queries";
import { RunFilterBar } from "./filter-bar";
import { addressOf, apiFilter } from "./list-query";
import { isSame, Presets } from "./presets";
import { runListQueries } from "./queries";
import { RunCards } from "./run-cards";
import { StateLinks } from "./state-links";
import { useColumns } from "./use-columns";
import { useFilterWords } from "./use-filter-words";
import { NO_FILTER, useListView } from "./use-list-view";

const loadTable = () => import("./runs-table");
const RunsTable = dynamic(() => loadTable().then((module) => module.RunsTable), {
  ssr: false,
  loading: () => <Skeleton className="h-80" />,
});
const ViewsMenu = dynamic(() => import("./views-menu").then((module) => module.ViewsMenu), { ssr: false });
const BulkBar = dynamic(() => import("./bulk-bar").then((module) => module.BulkBar), { ssr: false });
const SelectMatching = dynamic(() => import("./bulk-bar").then((module) => module.SelectMatching), {
  ssr: false,
});

const NEWEST = "-started";
const KINDS = ["rerun_failed", "rerun", "cancel", "mark", "note", "delete"] as const;
/** `matching`: in place of the rows, all that match the filter. */
type Selected = { ids: ReadonlySet<string>; matching: boolean };
const NOTHING: Selected = { ids: new Set(), matching: false };
/** Narrower than this, a row is a card. */
const TABLE_PX = 640;

/** The runs of all pipelines. The address has the filter and the order. */
export function RunsPage({ canWrite }: { canWrite: boolean }) {
  const t = useTranslations("run_list");
  const zone = useTimeZone();
  const view = useListView();
  const { filter } = view;
  const params = useTableParams();
  const asked = formatSort(params.sort);
  const sort = RUN_SORTS.find((known) => known === asked) ?? NEWEST;
  const list = useInfiniteQuery({
    ...runListQueries.page(filter, sort, zone),
    placeholderData: keepPreviousData,
  });
  const counts = useQuery({ ...runListQueries.counts(filter, zone), placeholderData: keepPreviousData });
  // Beside the data and not after it.
  useEffect(() => void loadTable(), []);
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.data), [pages]);
  const columns = useColumns();
  const words = useFilterWords();
  const [selected, setSelected] = useState<Selected>(NOTHING);
  const { ref, width } = useWidth<HTMLDivElement>();
  const more = () => {
    if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
  };
  const footer = (
    <LoadMore
      shown={rows?.length ?? 0}
      hasMore={list.hasNextPage}
      busy={list.isFetchingNextPage}
      onMore={more}
    />
  );
  // What the list no longer shows is not acted on.
  const chosen = rows?.filter(({ id }) => selected.ids.has(id)) ?? [];
  const matching = sumOf(counts.data?.counts, filter.state, counts.data?.at_most ?? 0);
  const isAll = selected.matching && chosen.length > 0;
  const target: BulkTarget = isAll
    ? { filter: bodyFilter(apiFilter(filter, zone, new Date())) }
    : { run_ids: chosen.map(({ id }) => id) };
  const none = () => setSelected(NOTHING);
  return (
    <>
      <Presets of="runs" view={view} />
      <RunFilterBar
        view={view}
        textHint={t("text_hint")}
        end={
          <>
            <ViewsMenu page="runs" canShare={canWrite} />
            <ColumnPicker columns={columns} params={params} />
          </>
        }
      />
      <StateLinks
        label={t("states")}
        states={RUN_STATES}
        chosen={filter.state}
        counts={counts.data?.counts}
        atMost={counts.data?.at_most ?? 0}
        hrefOf={(state) => runsHref(addressOf({ ...filter, state: state === null ? null : [state] }))}
        onChoose={(state) => view.change({ state: state === null ? null : [state] })}
      />
      {canWrite && chosen.length > 0 ? (
        <BulkBar
          words={
            isAll
              ? t("selected_matching", { count: matching.count, more: matching.isMore ? "+" : "" })
              : t("selected", { count: chosen.length })
          }
          target={target}
          all={
            !isAll &&
            chosen.length === rows?.length &&
            (list.hasNextPage || matching.count > chosen.length) ? (
              <SelectMatching
                {...matching}
                onSelect={() => setSelected({ ids: selected.ids, matching: true })}
              />
            ) : null
          }
          compareHref={isAll ? null : comparisonOf(chosen)}
          kinds={KINDS}
          onNone={none}
          onDone={none}
        />
      ) : null}
      <div ref={ref} className="min-w-0">
        {list.isError ? (
          <ErrorState error={list.error} onRetry={() => void list.refetch()} />
        ) : rows === undefined ? (
          <TableSkeleton rows={12} label={t("loading")} />
        ) : rows.length === 0 ? (
          isSame(filter, NO_FILTER) ? (
            <EmptyState title={t("none")} description={t("none_detail")} />
          ) : (
            <FilterEmpty filters={words(filter)} onClear={view.clear} />
          )
        ) : width > 0 && width < TABLE_PX ? (
          <>
            <RunCards label={t("title")} runs={rows} />
            {footer}
          </>
        ) : (
          <RunsTable
            label={t("title")}
            columns={columns}
            rows={rows}
            rowId={(run) => run.id}
            params={params}
            sorting="server"
            rowHref={(run) => runHref(run.dag_id, run.id)}
            selection={
              canWrite
                ? { ids: selected.ids, onChange: (ids) => setSelected({ ids, matching: false }) }
                : undefined
            }
            empty={null}
            maxHeight="calc(100dvh - 17rem)"
            onEnd={more}
            footer={footer}
          />
        )}
      </div>
    </>
  );
}

/** The older of two runs of one pipeline comes first; null for any other selection. */
function comparisonOf(chosen: readonly RunView[]): string | null {
  const [one, other] = chosen;
  if (!one || !other || chosen.length !== 2 || one.dag_id !== other.dag_id) return null;
  return one.id < other.id ? compareHref(other.id, one.id) : compareHref(one.id, other.id);
}

/** The runs of these states, of all where none is chosen. `isMore`: so many or more. */
function sumOf(
  counts: Record<string, number> | undefined,
  states: readonly string[] | null,
  atMost: number,
): { count: number; isMore: boolean } {
  const found = (states ?? RUN_STATES).map((state) => counts?.[state] ?? 0);
  return {
    count: found.reduce((sum, count) => sum + count, 0),
    isMore: found.some((count) => atMost > 0 && count >= atMost),
  };
}
