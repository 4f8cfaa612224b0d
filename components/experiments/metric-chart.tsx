"use client";
import dynamic from "next/dynamic";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useTimeZone } from "@/components/time/clock";
import { Card } from "@/components/ui/card";
import { Table, Td, Th, Tr } from "@/components/ui/table";
import { absoluteTime, number } from "@/lib/client/format";
import type { MetricSample } from "@/lib/experiments/schema";
import { metricText } from "./metric-text";

/** The chart library is larger than the page, so it is loaded on demand. */
const LineChart = dynamic(() => import("@/components/charts/line-chart").then((module) => module.LineChart), {
  ssr: false,
  loading: () => <div className="h-[200px]" />,
});

export type Axis = "step" | "time";
type Props = { sample: MetricSample; axis: Axis; isLog: boolean };

/** The points of one metric as a line, and as a table for keyboards and screen readers. */
export function MetricChart({ sample, axis, isLog }: Props) {
  const t = useTranslations("experiments");
  const locale = useLocale();
  const zone = useTimeZone();
  const [isOpen, setIsOpen] = useState(false);
  const points = sample.points
    .flatMap(({ step, at, value }) => {
      const x = axis === "step" ? step : at === null ? Number.NaN : Date.parse(at);
      return Number.isNaN(x) ? [] : [{ x, y: value === "NaN" ? null : value }];
    })
    .sort((one, other) => one.x - other.x);
  const thinned = sample.points.length < sample.total;
  return (
    <Card
      title={<span className="break-all font-mono text-xs">{sample.key}</span>}
      description={
        thinned
          ? t("points_thinned", { shown: sample.points.length, total: sample.total })
          : t("points", { count: sample.total })
      }
    >
      <div aria-hidden>
        <LineChart
          points={points}
          name={sample.key}
          isLog={isLog}
          formatX={(x) =>
            axis === "step" ? number(x, locale) : absoluteTime(new Date(x), zone).slice(5, 19)
          }
          formatY={(y) => metricText(y, locale)}
        />
      </div>
      <details onToggle={(event) => setIsOpen(event.currentTarget.open)}>
        <summary className="min-h-6 cursor-pointer text-fg-subtle text-xs leading-6">{t("as_table")}</summary>
        {isOpen ? (
          <div className="max-h-64 overflow-y-auto">
            <Table label={t("points_of", { key: sample.key })}>
              <thead>
                <tr>
                  <Th className="text-right">{t("step")}</Th>
                  <Th className="text-right">{t("value")}</Th>
                  <Th>{t("logged")}</Th>
                </tr>
              </thead>
              <tbody>
                {sample.points.map(({ step, at, value }) => (
                  <Tr key={`${step} ${at} ${value}`}>
                    <Td className="nums text-right">{number(step, locale)}</Td>
                    <Td className="nums text-right">{value}</Td>
                    <Td className="nums whitespace-nowrap">{at ? absoluteTime(new Date(at), zone) : null}</Td>
                  </Tr>
                ))}
              </tbody>
            </Table>
          </div>
        ) : null}
      </details>
    </Card>
  );
}
