"use client";
import {
  parseAsArrayOf,
  parseAsBoolean,
  parseAsInteger,
  parseAsString,
  parseAsStringLiteral,
  useQueryStates,
} from "nuqs";
import { MOST_RUNS, POINTS } from "@/lib/comparison/values";

const NONE: string[] = [];
/** What the compare page shows, all of it in the URL. */
export function useComparisonView() {
  const [view, setView] = useQueryStates({
    runs: parseAsArrayOf(parseAsString).withDefault(NONE),
    /** The run that others are told apart from; the first without it. */
    base: parseAsString,
    /** Also the rows in which all runs are the same. */
    all: parseAsBoolean.withDefault(false),
    q: parseAsString.withDefault(""),
    point: parseAsStringLiteral(POINTS).withDefault("last"),
    step: parseAsInteger,
    /** The metric that differences are ranked by. */
    metric: parseAsString,
    /** Sections that are folded. */
    folded: parseAsArrayOf(parseAsString).withDefault(NONE),
  });
  const setRuns = (runs: readonly string[]) => {
    const kept = [...new Set(runs)].slice(0, MOST_RUNS);
    void setView({ runs: kept, base: view.base && kept.includes(view.base) ? view.base : null });
  };
  return { view, setView, setRuns };
}
export type ComparisonView = ReturnType<typeof useComparisonView>["view"];
