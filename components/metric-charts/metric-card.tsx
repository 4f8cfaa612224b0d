"use client";
import { useQuery } from "@tanstack/react-query";
import { ChartSpline, Maximize2, Table2 } from "lucide-react";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { MetricPlot } from "./metric-plot";
import { metricQueries, type SampleWish } from "./queries";
import type { MetricView, SetMetricView } from "./use-metric-view";
import { useSampleWords } from "./use-sample-words";

/** Of the chart alone, and of the whole card. */
const PLOT_PX = 200;
export const CARD_PX = 272;
/** A card is some five hundred pixels wide. */
export const CARD_POINTS = 300;

type Props = {
  runId: string;
  metric: string;
  /** Metrics that are asked for together. */
  wish: SampleWish;
  view: MetricView;
  setView: SetMetricView;
  isRunning: boolean;
};

export function MetricCard({ runId, metric, wish, view, setView, isRunning }: Props) {
  const t = useTranslations("charts");
  const [asTable, setAsTable] = useState(false);
  const samples = useQuery(metricQueries.samples(runId, wish, isRunning));
  const sample = samples.data?.data.find(({ key }) => key === metric);
  const words = useSampleWords(sample);
  return (
    <section
      aria-label={metric}
      style={{ height: CARD_PX }}
      className="min-w-0 rounded-lg border bg-surface px-3 py-2 shadow-card"
    >
      <header className="flex h-12 items-start gap-1">
        <div className="min-w-0 flex-1">
          <h3 className="truncate font-mono text-xs leading-6" title={metric}>
            {metric}
          </h3>
          <p className="nums truncate text-fg-subtle text-xs" title={words}>
            {samples.isError ? t("not_read") : words}
          </p>
        </div>
        <IconButton
          size="sm"
          icon={asTable ? ChartSpline : Table2}
          label={t(asTable ? "as_chart" : "as_table")}
          onClick={() => setAsTable(!asTable)}
        />
        <IconButton
          size="sm"
          icon={Maximize2}
          label={t("full_size")}
          onClick={() => void setView({ full: metric })}
        />
      </header>
      <MetricPlot sample={sample} view={view} setView={setView} asTable={asTable} height={PLOT_PX} />
    </section>
  );
}
