"use client";
import { useLocale } from "next-intl";
import { useCallback } from "react";
import { metricText } from "@/components/experiments/metric-text";

/** A value on an axis or in a cell: few digits of a number, a word as it is. */
export function useValueText(): (value: number | string) => string {
  const locale = useLocale();
  return useCallback((value: number | string) => metricText(value, locale), [locale]);
}
