"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { formatSort } from "@/components/data-table/columns";
import type { TableParams } from "@/components/data-table/use-table-params";
import { experimentQueries, type RunsFilter } from "./queries";
import { orderBy, sortOf } from "./run-columns";

export const LIFECYCLES = ["active", "deleted"] as const;
/** So many of each kind are columns until others are chosen. */
const FIRST_KEYS = 4;
const NONE: readonly string[] = [];

/** What the runs table shows: filter, sort, columns and lifecycle, all in the URL. */
export function useRunsView(experimentId: string) {
  const [view, setView] = useQueryStates({
    filter: parseAsString.withDefault(""),
    sort: parseAsString,
    cols: parseAsArrayOf(parseAsString),
    lifecycle: parseAsStringLiteral(LIFECYCLES).withDefault("active"),
  });
  const metrics = useQuery(experimentQueries.keys(experimentId, "metric", "", FIRST_KEYS));
  const params = useQuery(experimentQueries.keys(experimentId, "param", "", FIRST_KEYS));
  const isReady = view.cols !== null || (metrics.isFetched && params.isFetched);
  const columns = useMemo(
    () =>
      view.cols ?? [
        ...(metrics.data?.data ?? NONE).map((key) => `metrics.${key}`),
        ...(params.data?.data ?? NONE).map((key) => `params.${key}`),
      ],
    [view.cols, metrics.data, params.data],
  );
  const { filter, sort: sortText, lifecycle } = view;
  const table: TableParams = useMemo(
    () => ({
      sort: sortOf(sortText),
      setSort: (sort) => void setView({ sort: formatSort(sort) }),
      columnChanges: NONE,
      setColumnChanges: () => {},
    }),
    [sortText, setView],
  );
  const search: RunsFilter = { filter, order: orderBy(table.sort), keys: columns, lifecycle };
  return { isReady, columns, table, search, setView };
}
