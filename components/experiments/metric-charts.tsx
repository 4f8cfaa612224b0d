"use client";
import { useQuery } from "@tanstack/react-query";
import { useTranslations } from "next-intl";
import { parseAsInteger, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { Button } from "@/components/ui/button";
import { SearchInput } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { TableSkeleton } from "@/components/ui/skeleton";
import { ErrorState } from "@/components/ui/states";
import { type Axis, MetricChart } from "./metric-chart";
import { experimentQueries } from "./queries";

const AXES = ["step", "time"] as const satisfies readonly Axis[];
const SCALES = ["linear", "log"] as const;
/** So many more with each click; the API gives points of twenty at once. */
const CHARTS = 6;
const MOST_CHARTS = 20;

type Props = { runId: string; keys: readonly string[]; isRunning: boolean };

/** A chart of each metric; axis, scale and search are in the URL. */
export function MetricCharts({ runId, keys, isRunning }: Props) {
  const t = useTranslations("experiments");
  const [view, setView] = useQueryStates({
    x: parseAsStringLiteral(AXES).withDefault("step"),
    scale: parseAsStringLiteral(SCALES).withDefault("linear"),
    metric: parseAsString.withDefault(""),
    charts: parseAsInteger.withDefault(CHARTS),
  });
  const part = view.metric.trim().toLowerCase();
  const found = keys.filter((key) => key.toLowerCase().includes(part));
  const shown = found.slice(0, Math.min(MOST_CHARTS, Math.max(1, view.charts)));
  const samples = useQuery(experimentQueries.samples(runId, shown, isRunning));
  if (keys.length === 0) return null;
  return (
    <section aria-label={t("charts")} className="grid min-w-0 gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <h2 className="mr-auto font-semibold text-sm">{t("charts")}</h2>
        <SearchInput
          label={t("find_metric")}
          clearLabel={t("search_clear")}
          className="w-44"
          value={view.metric}
          onChange={(metric) => void setView({ metric: metric || null })}
        />
        <SegmentedControl
          label={t("axis")}
          options={AXES.map((value) => ({ value, label: t(`axes.${value}`) }))}
          value={view.x}
          onChange={(x) => void setView({ x })}
        />
        <SegmentedControl
          label={t("scale")}
          options={SCALES.map((value) => ({ value, label: t(`scales.${value}`) }))}
          value={view.scale}
          onChange={(scale) => void setView({ scale })}
        />
      </div>
      {samples.isError ? (
        <ErrorState error={samples.error} onRetry={() => void samples.refetch()} />
      ) : samples.isPending && shown.length > 0 ? (
        <TableSkeleton rows={6} label={t("charts")} />
      ) : (
        <div className="grid min-w-0 gap-3 xl:grid-cols-2">
          {samples.data?.data.map((sample) => (
            <MetricChart key={sample.key} sample={sample} axis={view.x} isLog={view.scale === "log"} />
          ))}
        </div>
      )}
      {found.length === 0 ? <p className="text-fg-muted text-sm">{t("no_match")}</p> : null}
      {found.length > shown.length ? (
        shown.length < MOST_CHARTS ? (
          <Button
            size="sm"
            className="justify-self-start"
            onClick={() => void setView({ charts: shown.length + CHARTS })}
          >
            {t("more_charts", { count: found.length - shown.length })}
          </Button>
        ) : (
          <p className="text-fg-muted text-xs">{t("narrow_charts", { count: MOST_CHARTS })}</p>
        )
      ) : null}
    </section>
  );
}
