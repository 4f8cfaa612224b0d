"use client";
import { useLocale } from "next-intl";
import { useCallback } from "react";
import { useTimeZone } from "@/components/time/clock";
import { absoluteTime, duration, number } from "@/lib/client/format";
import type { Axis } from "@/lib/experiments/values";

/** Among fewer steps a place between two of them is said as it is. */
const FEW = 10;

/** A place on the axis in words: a step, a time of the day with its date, or a length. */
export function useAxisText(axis: Axis): (x: number) => string {
  const locale = useLocale();
  const zone = useTimeZone();
  return useCallback(
    (x: number) => {
      if (axis === "step") return number(Math.abs(x) < FEW ? x : Math.round(x), locale);
      if (axis === "relative") return duration(x, locale);
      const at = new Date(x);
      return Number.isNaN(at.getTime()) ? "" : absoluteTime(at, zone).slice(5, 19);
    },
    [axis, locale, zone],
  );
}
