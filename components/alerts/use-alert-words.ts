"use client";
import { useLocale, useTranslations } from "next-intl";
import type { AlertView } from "@/lib/alerts/schema";
import type { AlertMetric } from "@/lib/alerts/values";
import { duration, number, percent } from "@/lib/client/format";

const MINUTE_MS = 60_000;

/** What a rule asks, and what it has seen, in words. */
export function useAlertWords() {
  const t = useTranslations("alerts");
  const locale = useLocale();
  const value = (metric: AlertMetric, one: number) => {
    if (metric === "error_rate") return percent(one, locale, 2);
    return metric === "p99_ms" ? `${number(one, locale)} ms` : number(one, locale, 4);
  };
  return {
    value,
    condition: ({ metric, input, output, comparison, threshold, window_minutes, looks }: AlertView) => {
      const what = input ?? output;
      const name = what === null ? t(`metrics.${metric}`) : `${t(`metrics.${metric}`)} (${what})`;
      const shown = {
        name,
        value: value(metric, threshold),
        window: duration(window_minutes * MINUTE_MS, locale),
        looks,
      };
      return t(`condition.${comparison}`, shown);
    },
  };
}
