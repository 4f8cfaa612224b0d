"use client";
import { useLocale, useTranslations } from "next-intl";
import { useMemo } from "react";
import { LineChart } from "@/components/charts/line-chart";
import { lookOf } from "@/components/charts/lines";
import { metricText } from "@/components/experiments/metric-text";
import type { MetricSample } from "@/lib/experiments/schema";
import { linesOf } from "./metric-lines";
import { PointTable } from "./point-table";
import { useAxisText } from "./use-axis-text";
import type { MetricView, SetMetricView } from "./use-metric-view";
import { wholeRange } from "./zoom";

type Props = {
  sample: MetricSample | undefined;
  view: MetricView;
  setView: SetMetricView;
  asTable: boolean;
  height: number;
};

/** The points of one metric, drawn or as a table of the same height. */
export function MetricPlot({ sample, view, setView, asTable, height }: Props) {
  const t = useTranslations("charts");
  const locale = useLocale();
  const formatX = useAxisText(view.x);
  const { x: axis, scale, smooth: smoothing } = view;
  const lines = useMemo(() => {
    if (!sample) return [];
    const named = { id: sample.key, name: sample.key, look: lookOf(0) };
    return linesOf(sample, named, { axis, isLog: scale === "log", smoothing });
  }, [sample, axis, scale, smoothing]);
  if (!sample) return <div style={{ height }} aria-busy />;
  if (asTable) return <PointTable sample={sample} height={height} />;
  if (lines.every(({ points }) => points.every(({ y }) => y === null)))
    return (
      <p style={{ height }} className="grid place-items-center px-4 text-center text-fg-muted text-sm">
        {t(sample.total === 0 ? "none_in_range" : scale === "log" ? "none_positive" : "none_finite")}
      </p>
    );
  return (
    <LineChart
      lines={lines}
      isLog={scale === "log"}
      height={height}
      formatX={formatX}
      formatY={(y) => metricText(y, locale)}
      onZoom={(range) => void setView({ zoom: wholeRange(range) })}
    />
  );
}
