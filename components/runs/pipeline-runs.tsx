"use client";
import { useQuery } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type ReactNode, useEffect, useRef } from "react";
import { Skeleton, TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { GridCard } from "./grid-card";
import { runQueries } from "./queries";
import { useGridView } from "./use-grid-view";

/** Loaded on demand: it is below the fold, and its table library is large. */
const RunList = dynamic(() => import("./run-list").then((module) => module.RunList), {
  ssr: false,
  loading: () => <Skeleton className="h-80" />,
});

const BackfillList = dynamic(
  () => import("@/components/backfills/backfill-list").then((module) => module.BackfillList),
  { ssr: false },
);

type PipelineRunsProps = {
  dagId: string;
  timeZone: string;
  canWrite: boolean;
  /** Between the overview and the list. */
  graph: ReactNode;
};

/** A pipeline's recent runs: grid, backfills and list. */
export function PipelineRuns({ dagId, timeZone, canWrite, graph }: PipelineRunsProps) {
  const t = useTranslations("runs");
  const view = useGridView();
  const filter = view.window;
  const grid = useQuery(runQueries.grid(dagId, view.window));
  const list = useRef<HTMLDivElement>(null);
  // A link to the runs of one backfill or version scrolls to the list.
  const cameFor = useRef(filter.backfill !== null || filter.version !== null);
  const shown = grid.data !== undefined;
  useEffect(() => {
    if (shown && cameFor.current) list.current?.scrollIntoView({ block: "start" });
  }, [shown]);
  if (grid.isError) return <ErrorState error={grid.error} onRetry={() => void grid.refetch()} />;
  if (!grid.data) return <TableSkeleton rows={10} label={t("loading_list")} />;
  if (grid.data.runs.length === 0 && !view.isFiltered && filter.from === null)
    return (
      <>
        <EmptyState title={t("no_runs")} description={t("no_runs_detail")} className="py-6" />
        {graph}
      </>
    );
  return (
    <>
      <GridCard dagId={dagId} grid={grid.data} view={view} isComing={grid.isPlaceholderData} />
      <BackfillList
        dagId={dagId}
        timeZone={timeZone}
        canWrite={canWrite}
        onShow={(id) => {
          view.setFilter({ backfill: id, state: null, type: null, version: null });
          list.current?.scrollIntoView({ block: "start" });
        }}
      />
      {graph}
      <div ref={list} className="min-w-0 scroll-mt-4">
        <RunList dagId={dagId} filter={filter} setFilter={view.setFilter} />
      </div>
    </>
  );
}
