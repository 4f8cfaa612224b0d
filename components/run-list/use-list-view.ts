"use client";
import { parseAsArrayOf, parseAsInteger, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";

const list = parseAsArrayOf(parseAsString);
const FILTERS = {
  q: parseAsString,
  state: list,
  pipeline: list,
  type: list,
  tag: parseAsString,
  by: parseAsString,
  backfill: parseAsString,
  version: parseAsInteger,
  when: parseAsString,
  from: parseAsString,
  to: parseAsString,
  lfrom: parseAsString,
  lto: parseAsString,
  task: parseAsString,
  worker: parseAsString,
  queue: parseAsString,
  pool: parseAsString,
};
export type ListFilter = {
  q: string | null;
  state: string[] | null;
  pipeline: string[] | null;
  type: string[] | null;
  tag: string | null;
  by: string | null;
  backfill: string | null;
  version: number | null;
  when: string | null;
  from: string | null;
  to: string | null;
  /** Logical date: from, and before. */
  lfrom: string | null;
  lto: string | null;
  task: string | null;
  worker: string | null;
  queue: string | null;
  pool: string | null;
};

export const NO_FILTER: ListFilter = {
  q: null,
  state: null,
  pipeline: null,
  type: null,
  tag: null,
  by: null,
  backfill: null,
  version: null,
  when: null,
  from: null,
  to: null,
  lfrom: null,
  lto: null,
  task: null,
  worker: null,
  queue: null,
  pool: null,
};

export type ListView = {
  filter: ListFilter;
  change: (next: Partial<ListFilter>) => void;
  clear: () => void;
};

/** The filter of a list of runs or tasks lives in the address; each change is a step back for the browser. */
export function useListView(): ListView {
  const [filter, setFilter] = useQueryStates(FILTERS, { history: "push" });
  return useMemo(
    () => ({
      filter,
      change: (next) => void setFilter(next),
      clear: () => void setFilter(null),
    }),
    [filter, setFilter],
  );
}
