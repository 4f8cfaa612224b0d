import type { ComparedRun, ComparisonRow } from "@/lib/comparison/schema";

export type ChartInput = {
  /** The baseline first. */
  runIds: readonly string[];
  runs: readonly ComparedRun[];
  /** `values` of a row are in the order of `runs`. */
  params: readonly ComparisonRow[];
  metrics: readonly ComparisonRow[];
};

/** Where the charts of a comparison stand. */
export function ChartSlot(_input: ChartInput) {
  return null;
}
