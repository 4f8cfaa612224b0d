"use client";
import dynamic from "next/dynamic";
import type { ComparedRun } from "@/lib/comparison/schema";
import type { PointChoice } from "@/lib/comparison/values";

const ComparisonCharts = dynamic(
  () => import("./charts/comparison-charts").then((module) => module.ComparisonCharts),
  { ssr: false, loading: () => <div className="h-96" aria-busy /> },
);

type Props = {
  /** The baseline first. */
  runIds: readonly string[];
  runs: readonly ComparedRun[];
  point: PointChoice;
  step: number | null;
};

/** Where the charts of a comparison stand. They read values themselves: the table may leave some out. */
export function ChartSlot({ runIds, runs, point, step }: Props) {
  const isLive = runs.some(({ status }) => status === "RUNNING");
  return <ComparisonCharts runIds={runIds} point={point} step={step} isLive={isLive} />;
}
