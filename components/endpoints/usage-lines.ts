import { type Line, lookOf } from "@/components/charts/lines";
import type { TableData } from "@/components/charts/table-data";
import type { EndpointUsageView } from "@/lib/endpoint-usage/schema";

type Point = EndpointUsageView["points"][number];
export type Measure = "requests" | "refused" | "errors" | "p50_ms" | "p99_ms";

/** Each chart with what it draws; what belongs together is read together. */
const CHARTS = {
  traffic: ["requests"],
  latency: ["p50_ms", "p99_ms"],
  errors: ["refused", "errors"],
} as const satisfies Record<string, readonly Measure[]>;
export type Chart = keyof typeof CHARTS;

export function linesOf(points: readonly Point[], chart: Chart, names: Record<Measure, string>): Line[] {
  return CHARTS[chart].map((measure, at) => ({
    id: measure,
    name: names[measure],
    look: lookOf(at),
    points: points.map((point) => ({ x: Date.parse(point.at), y: point[measure] })),
  }));
}

export function tableOf(
  points: readonly Point[],
  chart: Chart,
  names: Record<Measure, string>,
  time: string,
): TableData {
  return {
    head: [time, ...CHARTS[chart].map((measure) => names[measure])],
    rows: points.map((point) => [point.at, ...CHARTS[chart].map((measure) => point[measure])]),
  };
}
