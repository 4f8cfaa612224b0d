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
    /** The run whose files stand beside those of the baseline, the folder, and the file that is open. */
    with: parseAsString,
    dir: parseAsString.withDefault(""),
    file: parseAsString,
    /** Runs of pipelines that were started here: what they log joins the others. */
    awaited: parseAsArrayOf(parseAsString).withDefault(NONE),
    /** Sections that are folded. */
    folded: parseAsArrayOf(parseAsString).withDefault(NONE),
  });
  const setRuns = (runs: readonly string[], more: { awaited?: string[] } = {}) => {
    const kept = [...new Set(runs)].slice(0, MOST_RUNS);
    void setView({ runs: kept, base: view.base && kept.includes(view.base) ? view.base : null, ...more });
  };
  return { view, setView, setRuns };
}
export type ComparisonView = ReturnType<typeof useComparisonView>["view"];
