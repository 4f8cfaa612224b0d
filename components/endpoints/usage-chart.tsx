"use client";
import { useLocale, useTranslations } from "next-intl";
import { ChartCard } from "@/components/charts/chart-card";
import { Legend } from "@/components/charts/legend";
import { LineChart } from "@/components/charts/line-chart";
import { useTimeZone } from "@/components/time/clock";
import { absoluteTime, number } from "@/lib/client/format";
import type { EndpointUsageView } from "@/lib/endpoint-usage/schema";
import { latencyText } from "./latency-text";
import { type Chart, linesOf, type Measure, tableOf } from "./usage-lines";

const HEIGHT_PX = 180;
const DAY_MINUTES = 1_440;

type Props = { name: string; usage: EndpointUsageView; chart: Chart };

export function UsageChart({ name, usage, chart }: Props) {
  const t = useTranslations("endpoints");
  const locale = useLocale();
  const zone = useTimeZone();
  const { points, step_minutes } = usage;
  const names: Record<Measure, string> = {
    requests: t("measures.requests"),
    refused: t("measures.refused"),
    errors: t("measures.errors"),
    p50_ms: "p50",
    p99_ms: "p99",
  };
  const lines = linesOf(points, chart, names);
  const isLong = points.length * step_minutes > DAY_MINUTES;
  const isEmpty = lines.every((line) => line.points.every(({ y }) => y === null));
  return (
    <ChartCard
      title={t(`charts.${chart}`)}
      description={t(`chart_text.${chart}`, { minutes: step_minutes })}
      fileName={`${name}-${chart}`}
      table={() => tableOf(points, chart, names, t("time"))}
      legend={lines}
      height={HEIGHT_PX}
      footer={lines.length > 1 ? <Legend label={t(`charts.${chart}`)} items={lines} /> : null}
    >
      {isEmpty ? (
        <p style={{ height: HEIGHT_PX }} className="grid place-items-center text-fg-muted text-sm">
          {t("none_answered")}
        </p>
      ) : (
        <LineChart
          lines={lines}
          isLog={false}
          height={HEIGHT_PX}
          formatX={(x) => absoluteTime(new Date(x), zone, { seconds: false }).slice(isLong ? 5 : 11, 16)}
          formatY={(y) => (chart === "latency" ? (latencyText(y, locale) ?? "") : number(y, locale))}
        />
      )}
    </ChartCard>
  );
}
