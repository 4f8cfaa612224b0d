"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale, useTranslations } from "next-intl";
import { useMemo, useState } from "react";
import { ChartCard } from "@/components/charts/chart-card";
import { Legend } from "@/components/charts/legend";
import { LineChart } from "@/components/charts/line-chart";
import { metricText } from "@/components/experiments/metric-text";
import { MetricToolbar } from "@/components/metric-charts/metric-toolbar";
import { useAxisText } from "@/components/metric-charts/use-axis-text";
import { wholeRange } from "@/components/metric-charts/zoom";
import { Field } from "@/components/ui/field";
import { SearchInput } from "@/components/ui/input";
import { SegmentedControl } from "@/components/ui/segmented-control";
import { Select } from "@/components/ui/select";
import { number } from "@/lib/client/format";
import type { ChartProps } from "./chart-props";
import { chosen, isCategory, isOutcome } from "./chosen";
import { ColumnSelect } from "./column-select";
import { wordOf } from "./columns";
import { curvesOf, groupLines, groupsOf, pointsFor } from "./curve-lines";
import { BANDS } from "./group-curves";
import { chartQueries } from "./queries";
import { useMetricNames } from "./use-metric-names";

const HEIGHT_PX = 360;

/** A metric of all runs over each other, or of groups of them with their spread. */
export function CurvesChart({ runs, names, columns, view, setView, isLive }: ChartProps) {
  const t = useTranslations("comparison_charts");
  const locale = useLocale();
  const formatX = useAxisText(view.x);
  const [search, setSearch] = useState("");
  const metric = view.curve ?? chosen(columns, null, isOutcome)?.key ?? null;
  const metricNames = useMetricNames(runs, columns, search, metric);
  const runIds = runs.map(({ id }) => id);
  const curves = useQuery({
    ...chartQueries.curves(
      { runs: runIds, metric: metric ?? "", points: pointsFor(runs.length), axis: view.x, zoom: view.zoom },
      isLive,
    ),
    enabled: metric !== null,
  });
  const by = view.by === null ? undefined : columns.find(({ id }) => id === view.by);
  const { data } = curves;
  const { x: axis, scale, smooth: smoothing, band } = view;
  const { lines, bands } = useMemo(() => {
    const samples = data?.data ?? [];
    const lineView = { axis, isLog: scale === "log", smoothing };
    const indexOf = new Map(runs.map(({ id }, index) => [id, index]));
    if (!by)
      return curvesOf(
        samples.map((sample) => {
          const index = indexOf.get(sample.run_id) ?? 0;
          return { sample, index, name: names[index] ?? sample.run_id };
        }),
        lineView,
      );
    const wordAt = (id: string) => wordOf(by, indexOf.get(id) ?? -1) ?? t("no_value");
    return groupLines(groupsOf(samples, wordAt), lineView, band);
  }, [data, axis, scale, smoothing, band, by, runs, names, t]);
  const named = lines.filter(({ isBehind }) => !isBehind);
  const samples = data?.data ?? [];
  const shown = samples.reduce((sum, { steps }) => sum + steps.length, 0);
  const total = samples.reduce((sum, sample) => sum + sample.total, 0);
  const facts = [
    t("runs_with_metric", { count: samples.length, all: runs.length }),
    shown < total
      ? t("points_thinned", { shown: number(shown, locale), total: number(total, locale) })
      : t("points", { count: total }),
  ].join(" · ");
  const title = metric === null ? t("charts.curves") : by ? t("curves_by", { metric, by: by.id }) : metric;
  return (
    <ChartCard
      title={title}
      description={curves.isError ? t("not_read") : data ? facts : null}
      fileName={`curves-${metric ?? ""}`.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}
      height={HEIGHT_PX}
      legend={named}
      table={() => ({
        head: [by ? t("group") : t("run"), t(`axes.${axis}`), metric ?? ""],
        rows: named.flatMap(({ name, points }) => points.map(({ x, y }) => [name, x, y])),
      })}
      controls={
        <>
          <Field label={t("metric")} className="w-52">
            {(control) => (
              <Select
                id={control.id}
                options={metricNames.map((name) => ({ value: name, label: name }))}
                value={metric ?? undefined}
                onChange={(curve) => void setView({ curve })}
              />
            )}
          </Field>
          <SearchInput
            label={t("find_metric")}
            clearLabel={t("search_clear")}
            className="w-40"
            value={search}
            onChange={setSearch}
          />
          <ColumnSelect
            label={t("group_by")}
            columns={columns}
            suits={isCategory}
            value={by}
            none={t("no_group")}
            onChange={(id) => void setView({ by: id })}
          />
          {by ? (
            <SegmentedControl
              label={t("band")}
              options={BANDS.map((value) => ({ value, label: t(`bands.${value}`) }))}
              value={band}
              onChange={(next) => void setView({ band: next })}
            />
          ) : null}
          <MetricToolbar view={view} setView={setView} />
        </>
      }
      footer={<Legend label={t("legend")} items={named} />}
    >
      {data && named.length === 0 ? (
        <p style={{ height: HEIGHT_PX }} className="grid place-items-center text-fg-muted text-sm">
          {t("no_points")}
        </p>
      ) : (
        <LineChart
          lines={lines}
          bands={bands}
          isLog={scale === "log"}
          height={HEIGHT_PX}
          formatX={formatX}
          formatY={(y) => metricText(y, locale)}
          onZoom={(range) => void setView({ zoom: wholeRange(range) })}
        />
      )}
    </ChartCard>
  );
}
