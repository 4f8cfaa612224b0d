"use client";
import {
  createParser,
  parseAsArrayOf,
  parseAsFloat,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { MOST_SMOOTHING, SCALES } from "@/components/metric-charts/use-metric-view";
import { parseAsZoom } from "@/components/metric-charts/zoom";
import { AXES } from "@/lib/experiments/values";
import { brushOf, brushText } from "./brush";
import { BANDS } from "./group-curves";

export const CHARTS = ["curves", "parallel", "scatter", "heat", "box"] as const;
const parseAsBrush = createParser({ parse: brushOf, serialize: brushText });

/** What the charts of a comparison show; all of it is in the URL. Columns are "params.lr" and their like. */
export function useChartView() {
  const [view, setView] = useQueryStates({
    chart: parseAsStringLiteral(CHARTS).withDefault("curves"),
    curve: parseAsString,
    x: parseAsStringLiteral(AXES).withDefault("step"),
    scale: parseAsStringLiteral(SCALES).withDefault("linear"),
    smooth: parseAsFloat.withDefault(0),
    zoom: parseAsZoom,
    /** Curves are one line for each value of this column. */
    by: parseAsString,
    band: parseAsStringLiteral(BANDS).withDefault("minmax"),
    axes: parseAsArrayOf(parseAsString),
    brush: parseAsArrayOf(parseAsBrush),
    color: parseAsString,
    sx: parseAsString,
    sy: parseAsString,
    hx: parseAsString,
    hy: parseAsString,
    /** The metric of heat maps and boxes. */
    outcome: parseAsString,
    /** What boxes stand for. */
    category: parseAsString,
  });
  return { view: { ...view, smooth: Math.min(MOST_SMOOTHING, Math.max(0, view.smooth)) }, setView };
}

export type ChartView = ReturnType<typeof useChartView>["view"];
export type SetChartView = ReturnType<typeof useChartView>["setView"];
