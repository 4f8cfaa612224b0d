"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { useMemo } from "react";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { ErrorState } from "@/components/ui/states";
import type { PointChoice } from "@/lib/comparison/values";
import { BoxChart } from "./box-chart";
import { columnOf, KINDS } from "./columns";
import { CurvesChart } from "./curves-chart";
import { HeatChart } from "./heat-chart";
import { ParallelChart } from "./parallel-chart";
import { chartQueries } from "./queries";
import { runNames } from "./run-names";
import { ScatterRuns } from "./scatter-chart";
import { CHARTS, useChartView } from "./use-chart-view";

const KINDS_OF_CHART = {
  curves: CurvesChart,
  parallel: ParallelChart,
  scatter: ScatterRuns,
  heat: HeatChart,
  box: BoxChart,
} as const;

type Props = { runIds: readonly string[]; point: PointChoice; step: number | null; isLive: boolean };

/** The charts of a comparison, over all values of its runs. */
export function ComparisonCharts({ runIds, point, step, isLive }: Props) {
  const t = useTranslations("comparison_charts");
  const { view, setView } = useChartView();
  const found = useQuery(chartQueries.columns({ runs: runIds, point, step, search: "" }, isLive));
  const { data } = found;
  const columns = useMemo(
    () => KINDS.flatMap((kind) => (data?.sections[kind]?.rows ?? []).map((row) => columnOf(kind, row))),
    [data],
  );
  const runs = data?.runs;
  const names = useMemo(() => runNames(runs ?? []), [runs]);
  const Chart = KINDS_OF_CHART[view.chart];
  return (
    <section aria-label={t("title")} className="grid min-w-0 grid-cols-1 gap-3">
      <div className="flex flex-wrap items-center gap-3">
        <h2 className="font-semibold text-sm">{t("title")}</h2>
        <div className="min-w-0 max-w-full overflow-x-auto">
          <SegmentedControl
            label={t("kind")}
            options={CHARTS.map((value) => ({ value, label: t(`charts.${value}`) }))}
            value={view.chart}
            onChange={(chart) => void setView({ chart })}
          />
        </div>
      </div>
      {found.isError ? (
        <ErrorState error={found.error} onRetry={() => void found.refetch()} />
      ) : runs ? (
        <Chart runs={runs} names={names} columns={columns} view={view} setView={setView} isLive={isLive} />
      ) : (
        <div className="h-96" aria-busy />
      )}
    </section>
  );
}
