import type { ComparedRun } from "@/lib/comparison/schema";
import type { Column } from "./columns";
import type { ChartView, SetChartView } from "./use-chart-view";

export type ChartProps = {
  /** Values of columns are in this order. */
  runs: readonly ComparedRun[];
  /** Told apart, see run-names.ts. */
  names: readonly string[];
  columns: readonly Column[];
  view: ChartView;
  setView: SetChartView;
  /** Some run still goes on. */
  isLive: boolean;
};
