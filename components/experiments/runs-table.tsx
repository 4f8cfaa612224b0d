"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Download } from "lucide-react";
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
import { BulkBar } from "./bulk-bar";
import { ConnectCard } from "./connect-card";
import { FilterBar, FilterProblem } from "./filter-bar";
import { KeyPicker } from "./key-picker";
import { experimentQueries, exportHref, trainingRunHref } from "./queries";
import { useRunColumns } from "./use-run-columns";
import { LIFECYCLES, useRunsView } from "./use-runs-view";

const NOBODY: ReadonlySet<string> = new Set();

type Props = { experiment: ExperimentView; canWrite: boolean; origin: string };

/** The runs of an experiment: searched and sorted by the server, drawn as far as they are in sight. */
export function RunsTable({ experiment, canWrite, origin }: Props) {
  const t = useTranslations("experiments");
  const { isReady, columns: chosen, table, search, setView } = useRunsView(experiment.id);
  const [selected, setSelected] = useState(NOBODY);
  const list = useInfiniteQuery({
    ...experimentQueries.runs(experiment.id, search),
    enabled: isReady,
    placeholderData: keepPreviousData,
  });
  const columns = useRunColumns(chosen);
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.data), [pages]);
  // What a search no longer shows is not changed by what is done with the selection.
  const chosenRows = rows?.filter(({ id }) => selected.has(id)).map(({ id }) => id) ?? [];
  const problem = list.error instanceof ApiError ? list.error.errors[0] : undefined;
  const isUnread = problem?.pointer === "/filter";
  const isEmpty = rows?.length === 0 && search.filter === "";
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
                void setView({ lifecycle });
              }}
            />
            <KeyPicker
              experimentId={experiment.id}
              chosen={chosen}
              onChange={(cols) => void setView({ cols })}
            />
            <IconButton
              icon={Download}
              label={t("export")}
              variant="secondary"
              disabled={!rows?.length}
              onClick={() => download(exportHref(experiment.id, search), `${experiment.name}.csv`)}
            />
          </>
        }
      >
        <FilterBar
          key={search.filter}
          experimentId={experiment.id}
          value={search.filter}
          isWrong={isUnread}
          onApply={(filter) => void setView({ filter: filter || null })}
        />
      </Toolbar>
      {isUnread ? (
        <FilterProblem filter={search.filter} detail={problem.detail} at={Number(problem.values?.at ?? 0)} />
      ) : null}
      {chosenRows.length > 0 && canWrite ? (
        <BulkBar runIds={chosenRows} lifecycle={search.lifecycle} onDone={() => setSelected(NOBODY)} />
      ) : null}
      {list.isError && !isUnread ? (
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
          footer={
            <LoadMore
              shown={rows.length}
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
              <FilterEmpty filters={[search.filter]} onClear={() => void setView({ filter: null })} />
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
