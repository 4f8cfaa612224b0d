"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo, useState } from "react";
import { DataTable } from "@/components/data-table/data-table";
import { useTableParams } from "@/components/data-table/use-table-params";
import { Toolbar } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/input";
import { LoadMore } from "@/components/ui/load-more";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState, FilterEmpty } from "@/components/ui/states";
import type { ExperimentView } from "@/lib/experiments/schema";
import { experimentHref, experimentQueries } from "./queries";
import { useExperimentColumns } from "./use-experiment-columns";

/** How to begin, where there is nothing yet. */
const ConnectCard = dynamic(() => import("./connect-card").then((module) => module.ConnectCard), {
  ssr: false,
});

const ExperimentDialog = dynamic(
  () => import("./experiment-dialog").then((module) => module.ExperimentDialog),
  { ssr: false },
);

const PurgeDialog = dynamic(() => import("./purge-dialog").then((module) => module.PurgeDialog), {
  ssr: false,
});

const LIFECYCLES = ["active", "deleted"] as const;

/** Experiments, the newest first; search and lifecycle are in the URL. */
export function ExperimentsTable({ canWrite, origin }: { canWrite: boolean; origin: string }) {
  const t = useTranslations("experiments");
  const [{ q, lifecycle }, setView] = useQueryStates({
    q: parseAsString.withDefault(""),
    lifecycle: parseAsStringLiteral(LIFECYCLES).withDefault("active"),
  });
  const [editing, setEditing] = useState<{ target: ExperimentView | null } | null>(null);
  const [purging, setPurging] = useState<ExperimentView | null>(null);
  const params = useTableParams();
  const list = useInfiniteQuery({
    ...experimentQueries.pages(q, lifecycle),
    placeholderData: keepPreviousData,
  });
  const pages = list.data?.pages;
  const rows = useMemo(() => pages?.flatMap((page) => page.data), [pages]);
  const columns = useExperimentColumns(canWrite, (target) => setEditing({ target }), setPurging);
  if (list.isPending) return <TableSkeleton rows={6} label={t("title")} />;
  if (!rows) return <ErrorState error={list.error} onRetry={() => void list.refetch()} />;
  const isUnused = q === "" && lifecycle === "active" && rows.every(({ run_count }) => run_count === 0);
  return (
    <>
      <Toolbar
        end={
          canWrite ? (
            <Button variant="primary" icon={Plus} onClick={() => setEditing({ target: null })}>
              {t("create")}
            </Button>
          ) : null
        }
      >
        <SearchInput
          label={t("search")}
          clearLabel={t("search_clear")}
          value={q}
          onChange={(next) => void setView({ q: next || null })}
        />
        <SegmentedControl
          label={t("lifecycle")}
          options={LIFECYCLES.map((value) => ({ value, label: t(`lifecycles.${value}`) }))}
          value={lifecycle}
          onChange={(next) => void setView({ lifecycle: next })}
        />
      </Toolbar>
      <DataTable
        label={t("title")}
        columns={columns}
        rows={rows}
        rowId={(row) => row.id}
        params={params}
        sorting={list.hasNextPage ? "server" : "loaded"}
        rowHref={(row) => experimentHref(row.id)}
        footer={
          list.hasNextPage ? (
            <LoadMore
              shown={rows.length}
              hasMore
              busy={list.isFetchingNextPage}
              onMore={() => void list.fetchNextPage()}
            />
          ) : undefined
        }
        empty={
          q !== "" ? (
            <FilterEmpty filters={[q]} onClear={() => void setView({ q: null })} />
          ) : (
            <p className="px-4 py-8 text-center text-fg-muted text-sm">
              {t(lifecycle === "deleted" ? "none_deleted" : "none_active")}
            </p>
          )
        }
      />
      {isUnused ? <ConnectCard origin={origin} /> : null}
      {editing ? <ExperimentDialog target={editing.target} onClose={() => setEditing(null)} /> : null}
      {purging ? (
        <PurgeDialog
          target={{ of: "experiment", id: purging.id, name: purging.name }}
          onClose={() => setPurging(null)}
        />
      ) : null}
    </>
  );
}
