"use client";
import { useQuery } from "@tanstack/react-query";
import { parseAsArrayOf, parseAsBoolean, parseAsString, parseAsStringLiteral, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { formatSort } from "@/components/data-table/columns";
import type { TableParams } from "@/components/data-table/use-table-params";
import type { TableState } from "@/lib/experiments/schema";
import { experimentQueries, type RunsFilter } from "./queries";
import { orderBy, sortOf } from "./run-columns";

export const LIFECYCLES = ["active", "deleted"] as const;
/** So many of each kind are columns until others are chosen. */
const FIRST_KEYS = 4;
const NONE: readonly string[] = [];
/** In the address: the saved views are not shown, also not the default one. */
const NO_VIEW = "none";
const PLAIN: TableState = { filter: "", sort: null, cols: null, lifecycle: "active", group: [], flat: false };
const UNCHANGED = { filter: null, sort: null, cols: null, lifecycle: null, group: null, flat: null };

/**
 * What the runs table shows: a saved view, and what was changed since, all in the URL. Without a word in the address it is the
 * default view of the team, where there is one.
 */
export function useRunsView(experimentId: string) {
  const [url, setUrl] = useQueryStates({
    view: parseAsString,
    filter: parseAsString,
    sort: parseAsString,
    cols: parseAsArrayOf(parseAsString),
    lifecycle: parseAsStringLiteral(LIFECYCLES),
    group: parseAsArrayOf(parseAsString),
    flat: parseAsBoolean,
  });
  const { view: viewId, ...changes } = url;
  const isChanged = Object.values(changes).some((value) => value !== null);
  const views = useQuery(experimentQueries.views(experimentId));
  const saved = views.data?.data.find(({ id, is_default }) =>
    viewId === null ? is_default && !isChanged : id === viewId,
  );
  const state = useMemo(() => applied(saved?.state ?? PLAIN, url), [saved, url]);
  const metrics = useQuery(experimentQueries.keys(experimentId, "metric", "", FIRST_KEYS));
  const params = useQuery(experimentQueries.keys(experimentId, "param", "", FIRST_KEYS));
  const needsViews = viewId === null ? !isChanged : viewId !== NO_VIEW;
  const isReady =
    (state.cols !== null || (metrics.isFetched && params.isFetched)) && (!needsViews || views.isFetched);
  const columns = useMemo(
    () =>
      state.cols ?? [
        ...(metrics.data?.data ?? NONE).map((key) => `metrics.${key}`),
        ...(params.data?.data ?? NONE).map((key) => `params.${key}`),
      ],
    [state.cols, metrics.data, params.data],
  );
  // What is changed belongs to the view that is shown, also where that is the default one.
  const change = (next: Partial<typeof changes>) => void setUrl({ view: saved?.id ?? viewId, ...next });
  const table: TableParams = {
    sort: sortOf(state.sort),
    setSort: (sort) => change({ sort: formatSort(sort) ?? "" }),
    columnChanges: NONE,
    setColumnChanges: () => {},
  };
  const search: RunsFilter = {
    filter: state.filter,
    order: orderBy(table.sort),
    keys: columns,
    lifecycle: state.lifecycle,
    // A filter finds runs of every level.
    roots: !state.flat && state.filter === "",
  };
  return {
    isReady,
    columns,
    table,
    search,
    state,
    change,
    views: views.data?.data ?? [],
    saved: saved ?? null,
    isChanged: isChanged && saved !== undefined,
    show: (id: string | null) => void setUrl({ ...UNCHANGED, view: id ?? NO_VIEW }),
  };
}
export type RunsView = ReturnType<typeof useRunsView>;

type Changes = { [Name in keyof TableState]: TableState[Name] | null };

function applied(saved: TableState, changes: Changes): TableState {
  return {
    filter: changes.filter ?? saved.filter,
    sort: changes.sort ?? saved.sort,
    cols: changes.cols ?? saved.cols,
    lifecycle: changes.lifecycle ?? saved.lifecycle,
    group: (changes.group ?? saved.group).filter((name) => name !== ""),
    flat: changes.flat ?? saved.flat,
  };
}
