"use client";
import { useTranslations } from "next-intl";
import type { MetricSample } from "@/lib/experiments/schema";

/** How many of the points are shown, and how many are no finite number. */
export function useSampleWords(sample: MetricSample | undefined): string {
  const t = useTranslations("charts");
  if (!sample) return "";
  const shown = sample.steps.length;
  const words =
    shown < sample.total
      ? t("points_thinned", { shown, total: sample.total })
      : t("points", { count: sample.total });
  return sample.odd > 0 ? `${words} · ${t("odd", { count: sample.odd })}` : words;
}
