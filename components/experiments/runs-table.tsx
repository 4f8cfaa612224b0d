"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download, List, ListTree } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { Toolbar } from "@/components/layout/page-header";
import { IconButton } from "@/components/ui/icon-button";
import { LoadMore } from "@/components/ui/load-more";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState, FilterEmpty } from "@/components/ui/states";
import { ApiError } from "@/lib/client/api";
import type { ExperimentView } from "@/lib/experiments/schema";
import { FilterBar, FilterProblem } from "./filter-bar";
import { experimentQueries, exportHref, trainingRunHref } from "./queries";
import { useRunColumns } from "./use-run-columns";
import { useRunTree } from "./use-run-tree";
import { LIFECYCLES, useRunsView } from "./use-runs-view";

/** How to begin, where there is nothing yet. */
const ConnectCard = dynamic(() => import("./connect-card").then((module) => module.ConnectCard), {
  ssr: false,
});

const GroupsTable = dynamic(() => import("./groups-table").then((module) => module.GroupsTable), {
  ssr: false,
});
const GroupPicker = dynamic(() => import("./group-picker").then((module) => module.GroupPicker), {
  ssr: false,
});
const ViewsMenu = dynamic(() => import("./views-menu").then((module) => module.ViewsMenu), { ssr: false });
const BulkBar = dynamic(() => import("./bulk-bar").then((module) => module.BulkBar), { ssr: false });
const KeyPicker = dynamic(() => import("./key-picker").then((module) => module.KeyPicker), { ssr: false });

const NOBODY: ReadonlySet<string> = new Set();

type Props = { experiment: ExperimentView; canWrite: boolean; origin: string };

/** The runs of an experiment: searched and sorted by the server, drawn as far as they are in sight. */
export function RunsTable({ experiment, canWrite, origin }: Props) {
  const t = useTranslations("experiments");
  const own = useTranslations("experiment_table");
  const view = useRunsView(experiment.id);
  const { isReady, columns: chosen, table, search, state, change } = view;
  const isGrouped = state.group.length > 0;
  const [selected, setSelected] = useState(NOBODY);
  const list = useInfiniteQuery({
    ...experimentQueries.runs(experiment.id, search),
    enabled: isReady && !isGrouped,
    placeholderData: keepPreviousData,
  });
  const pages = list.data?.pages;
  const runs = useMemo(() => pages?.flatMap((page) => page.data), [pages]);
  const { tree: rows, toggle } = useRunTree(experiment.id, search, runs);
  const columns = useRunColumns(chosen, canWrite, toggle);
  // What a search no longer shows is not changed by what is done with the selection.
  const chosenRows = rows?.filter(({ id }) => selected.has(id)).map(({ id }) => id) ?? [];
  const problem = list.error instanceof ApiError ? list.error.errors[0] : undefined;
  const isUnread = problem?.pointer === "/filter";
  const isEmpty = !isGrouped && rows?.length === 0 && search.filter === "";
  return (
    <>
      <Toolbar
        end={
          <>
            <SegmentedControl
              label={t("lifecycle")}
              options={LIFECYCLES.map((value) => ({ value, label: t(`lifecycles.${value}`) }))}
              value={search.lifecycle}
              onChange={(lifecycle) => {
                setSelected(NOBODY);
                change({ lifecycle });
              }}
            />
            <GroupPicker
              experimentId={experiment.id}
              by={state.group}
              onChange={(group) => change({ group })}
            />
            <IconButton
              icon={state.flat ? List : ListTree}
              label={own(state.flat ? "show_tree" : "show_flat")}
              variant="secondary"
              disabled={isGrouped || search.filter !== ""}
              onClick={() => change({ flat: !state.flat })}
            />
            <KeyPicker experimentId={experiment.id} chosen={chosen} onChange={(cols) => change({ cols })} />
            <IconButton
              icon={Download}
              label={t("export")}
              variant="secondary"
              disabled={!isReady || isEmpty}
              onClick={() => download(exportHref(experiment.id, search), `${experiment.name}.csv`)}
            />
          </>
        }
      >
        <ViewsMenu experimentId={experiment.id} view={view} canWrite={canWrite} />
        <FilterBar
          key={search.filter}
          experimentId={experiment.id}
          value={search.filter}
          isWrong={isUnread}
          onApply={(filter) => change({ filter })}
        />
      </Toolbar>
      {isUnread ? (
        <FilterProblem filter={search.filter} detail={problem.detail} at={Number(problem.values?.at ?? 0)} />
      ) : null}
      {chosenRows.length > 0 && canWrite ? (
        <BulkBar
          experimentId={experiment.id}
          runIds={chosenRows}
          lifecycle={search.lifecycle}
          onDone={() => setSelected(NOBODY)}
        />
      ) : null}
      {isGrouped ? (
        isReady ? (
          <GroupsTable
            experimentId={experiment.id}
            search={search}
            by={state.group}
            onClearFilter={() => change({ filter: "" })}
          />
        ) : null
      ) : list.isError && !isUnread ? (
        <ErrorState error={list.error} onRetry={() => void list.refetch()} />
      ) : rows === undefined ? (
        isUnread ? null : (
          <TableSkeleton rows={10} label={t("runs")} />
        )
      ) : (
        <DataTable
          label={t("runs")}
          columns={columns}
          rows={rows}
          rowId={(run) => run.id}
          params={table}
          sorting="server"
          rowHref={(run) => trainingRunHref(run.experiment_id, run.id)}
          selection={canWrite ? { ids: selected, onChange: setSelected } : undefined}
          maxHeight="calc(100dvh - 18rem)"
          onEnd={() => {
            if (list.hasNextPage && !list.isFetchingNextPage) void list.fetchNextPage();
          }}
          footer={
            <LoadMore
              shown={runs?.length ?? 0}
              hasMore={list.hasNextPage}
              busy={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          }
          empty={
            isEmpty ? (
              <p className="px-4 py-8 text-center text-fg-muted text-sm">
                {t(search.lifecycle === "deleted" ? "no_deleted_runs" : "no_runs")}
              </p>
            ) : (
              <FilterEmpty filters={[search.filter]} onClear={() => change({ filter: "" })} />
            )
          }
        />
      )}
      {isEmpty && search.lifecycle === "active" && experiment.lifecycle === "active" ? (
        <ConnectCard origin={origin} experiment={experiment.name} />
      ) : null}
    </>
  );
}

/** The server streams it, however many runs there are. */
function download(href: string, name: string): void {
  const link = document.createElement("a");
  link.href = href;
  link.download = name.replaceAll(/[\\/:*?"<>|]/g, "_");
  link.click();
}
