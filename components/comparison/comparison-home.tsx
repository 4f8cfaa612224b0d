"use client";
import { useQuery } from "@tanstack/react-query";
import { GitCompareArrows, Plus } from "lucide-react";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Breadcrumb, PageHeader } from "@/components/layout/page-header";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { TableSkeleton } from "@/components/ui/skeleton";
import { EmptyState, ErrorState } from "@/components/ui/states";
import { ComparisonBody } from "./comparison-body";
import { ComparisonMenu } from "./comparison-menu";
import { ComparisonToolbar } from "./comparison-toolbar";
import { columnsOf } from "./lines";
import { comparisonQueries } from "./queries";
import { useComparisonView } from "./use-comparison-view";

const AddRunsDialog = dynamic(() => import("./add-runs-dialog").then((module) => module.AddRunsDialog), {
  ssr: false,
});

export function ComparisonHome({ canRun }: { canRun: boolean }) {
  const t = useTranslations("comparison");
  const { view, setView, setRuns } = useComparisonView();
  const [isAdding, setAdding] = useState(false);
  const isEnough = view.runs.length >= 2;
  const wish = {
    runs: view.runs,
    onlyDifferences: !view.all,
    search: view.q,
    point: view.point,
    step: view.step,
  };
  const found = useQuery({ ...comparisonQueries.compare(wish), enabled: isEnough });
  const { data } = found;
  const columns = data ? columnsOf(data.runs, view.base) : [];
  return (
    <>
      <PageHeader
        above={
          <Breadcrumb
            label={t("breadcrumb")}
            items={[{ label: t("experiments"), href: "/experiments" }, { label: t("title") }]}
          />
        }
        title={t("heading", { count: data?.runs.length ?? view.runs.length })}
        actions={
          <>
            <Button icon={Plus} onClick={() => setAdding(true)}>
              {t("add_runs")}
            </Button>
            {data ? <ComparisonMenu comparison={data} columns={columns} /> : null}
          </>
        }
      />
      <ComparisonToolbar view={view} setView={setView} />
      {!isEnough ? (
        <EmptyState
          icon={<GitCompareArrows aria-hidden />}
          title={t("too_few_title")}
          description={t(view.runs.length === 1 ? "one_more" : "too_few")}
          action={
            view.runs.length === 1 ? undefined : (
              <Button asChild>
                <Link href="/experiments">{t("experiments")}</Link>
              </Button>
            )
          }
        />
      ) : found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : !data ? (
        <TableSkeleton rows={12} label={t("title")} />
      ) : (
        <ComparisonBody
          comparison={data}
          wish={wish}
          canRun={canRun}
          view={view}
          setView={setView}
          setRuns={setRuns}
        />
      )}
      {isAdding ? (
        <AddRunsDialog
          runIds={view.runs}
          experimentId={data?.runs[0]?.experiment_id ?? null}
          onAdd={(ids) => setRuns([...view.runs, ...ids])}
          onClose={() => setAdding(false)}
        />
      ) : null}
    </>
  );
}
