"use client";
import { parseAsFloat, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { AXES } from "@/lib/experiments/values";
import { parseAsZoom } from "./zoom";

export const SCALES = ["linear", "log"] as const;
export const GROUPS = ["model", "system"] as const;
/** Weights above are a flat line. */
export const MOST_SMOOTHING = 0.99;

/** How the charts of a run are shown; all of it is in the URL. */
export function useMetricView() {
  const [view, setView] = useQueryStates({
    x: parseAsStringLiteral(AXES).withDefault("step"),
    scale: parseAsStringLiteral(SCALES).withDefault("linear"),
    smooth: parseAsFloat.withDefault(0),
    zoom: parseAsZoom,
    metric: parseAsString.withDefault(""),
    group: parseAsStringLiteral(GROUPS).withDefault("model"),
    /** The metric that is shown in full size. */
    full: parseAsString,
  });
  return { view: { ...view, smooth: Math.min(MOST_SMOOTHING, Math.max(0, view.smooth)) }, setView };
}

export type MetricView = ReturnType<typeof useMetricView>["view"];
export type SetMetricView = ReturnType<typeof useMetricView>["setView"];
