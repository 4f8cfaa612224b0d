"use client";
import { parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import type { GridWindow } from "./queries";

const DEFAULT_COLUMNS = 50;

/**
 * What the page of a pipeline shows of its runs: the filter of grid and list, the grid's window, and the text that tasks
 * are looked for by. The address has it.
 */
export function useGridView() {
  const [at, go] = useQueryStates({
    state: parseAsString,
    type: parseAsString,
    backfill: parseAsString,
    version: parseAsInteger,
    columns: parseAsInteger.withDefault(DEFAULT_COLUMNS),
    from: parseAsString,
    find: parseAsString.withDefault(""),
  });
  const { state, type, backfill, version, columns, from, find } = at;
  const window = useMemo(
    (): GridWindow => ({
      state,
      type,
      backfill,
      version,
      columns: Math.min(Math.max(columns, 1), 365),
      from,
    }),
    [state, type, backfill, version, columns, from],
  );
  return {
    window,
    find,
    isFiltered: [state, type, backfill, version].some((value) => value !== null),
    /** Another filter begins with the newest runs. */
    setFilter: (change: Partial<Pick<GridWindow, "state" | "type" | "backfill" | "version">>) =>
      void go({ ...change, from: null }),
    setColumns: (wanted: number) => void go({ columns: wanted, from: null }),
    setFrom: (cursor: string | null) => void go({ from: cursor }),
    setFind: (text: string) => void go({ find: text === "" ? null : text }),
  };
}
