"use client";
import { useLocale, useTranslations } from "next-intl";
import { useTimeZone } from "@/components/time/clock";
import { VirtualList } from "@/components/ui/virtual-list";
import { absoluteTime, number } from "@/lib/client/format";
import type { MetricSample } from "@/lib/experiments/schema";

const ROW_PX = 26;

/** The points of a chart in numbers: its twin for keyboards and screen readers. */
export function PointTable({ sample, height }: { sample: MetricSample; height: number }) {
  const t = useTranslations("charts");
  const locale = useLocale();
  const zone = useTimeZone();
  const rows = sample.steps.map((step, index) => ({
    index,
    step,
    at: sample.times_ms[index] ?? 0,
    value: sample.values[index] ?? "NaN",
  }));
  const columns = "grid grid-cols-[minmax(4rem,1fr)_minmax(6rem,2fr)_minmax(11rem,3fr)] items-center gap-3";
  return (
    <div style={{ height }} className="flex min-w-0 flex-col overflow-x-auto">
      <div className={`${columns} h-7 min-w-96 border-b text-fg-subtle text-xs`} aria-hidden>
        <span className="text-right">{t("step")}</span>
        <span className="text-right">{t("value")}</span>
        <span>{t("logged")}</span>
      </div>
      <VirtualList
        label={t("points_of", { key: sample.key })}
        items={rows}
        itemKey={({ index }) => String(index)}
        rowPx={ROW_PX}
        className="min-h-0 min-w-96 flex-1"
      >
        {({ step, at, value }) => (
          <div className={`${columns} nums h-full text-xs`}>
            <span className="text-right">{number(step, locale)}</span>
            <span className="text-right">{String(value)}</span>
            <span className="whitespace-nowrap">
              {Number.isNaN(new Date(at).getTime()) ? at : absoluteTime(new Date(at), zone, { ms: true })}
            </span>
          </div>
        )}
      </VirtualList>
    </div>
  );
}
