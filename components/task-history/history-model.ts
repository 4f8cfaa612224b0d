import { measured } from "@/components/runs/attempt-facts";
import { quantile } from "@/components/runs/trend";
import type { TaskHistoryLine } from "@/lib/runs/schema";

/** What of a task a chart shows over its runs. */
export const METRICS = ["ran", "waited", "memory", "tries"] as const;
export type Metric = (typeof METRICS)[number];

/** Null where it is not known. */
export function amountOf(line: TaskHistoryLine, metric: Metric): number | null {
  switch (metric) {
    case "ran":
      return line.ran_ms;
    case "waited":
      return line.waited_ms;
    case "memory":
      return measured(line.usage).maxRssBytes;
    case "tries":
      return line.try_number;
    default:
      return metric satisfies never;
  }
}

export type HistoryFacts = {
  succeeded: number;
  failed: number;
  /** Of successes. */
  medianMs: number | null;
  slowMs: number | null;
  longestMs: number | null;
  waitedMs: number | null;
  /** The most that any of them used. */
  memoryBytes: number | null;
  retried: number;
};

/** What the runs that are shown say in all. */
export function factsOf(lines: readonly TaskHistoryLine[]): HistoryFacts {
  const known = (metric: Metric, of = lines) => of.flatMap((line) => amountOf(line, metric) ?? []);
  const successes = lines.filter(({ state }) => state === "success");
  const ran = known("ran", successes);
  const most = (values: readonly number[]) => (values.length > 0 ? Math.max(...values) : null);
  return {
    succeeded: successes.length,
    failed: lines.filter(({ state }) => state === "failed").length,
    medianMs: quantile(ran, 0.5),
    slowMs: quantile(ran, 0.95),
    longestMs: most(ran),
    waitedMs: quantile(known("waited"), 0.5),
    memoryBytes: most(known("memory")),
    retried: lines.filter(({ try_number }) => try_number > 1).length,
  };
}

/** The version of the run before, where it is another one. Lines are the latest first. */
export function changedFrom(lines: readonly TaskHistoryLine[], at: number): number | null {
  const [line, before] = [lines[at], lines[at + 1]];
  return line && before && line.version !== before.version ? before.version : null;
}
