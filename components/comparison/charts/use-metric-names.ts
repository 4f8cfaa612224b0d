"use client";
import { useQuery } from "@tanstack/react-query";
import { useDeferredValue } from "react";
import type { ComparedRun } from "@/lib/comparison/schema";
import { firstOf } from "./chosen";
import type { Column } from "./columns";
import { chartQueries } from "./queries";

/** Radix draws every option. */
const MOST_OPTIONS = 300;

/** Names to choose from: those of the answer, or what the server finds of ten thousand. */
export function useMetricNames(
  runs: readonly ComparedRun[],
  columns: readonly Column[],
  search: string,
  chosen: string | null,
): string[] {
  const part = useDeferredValue(search.trim());
  const wish = { runs: runs.map(({ id }) => id), point: "last", step: null, search: part } as const;
  const found = useQuery({ ...chartQueries.columns(wish, false), enabled: part !== "" });
  const names =
    part === ""
      ? firstOf(columns, ({ kind }) => kind === "metrics").map(({ key }) => key)
      : (found.data?.sections.metrics?.rows ?? []).map(({ key }) => key);
  return [...new Set([...(chosen === null ? [] : [chosen]), ...names])].slice(0, MOST_OPTIONS);
}
