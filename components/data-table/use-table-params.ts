"use client";
import { parseAsArrayOf, parseAsString, useQueryStates } from "nuqs";
import { useMemo } from "react";
import { formatSort, parseSort, type Sort } from "./columns";

export type TableParams = {
  sort: Sort | null;
  setSort: (sort: Sort | null) => void;
  columnChanges: readonly string[];
  setColumnChanges: (changes: readonly string[]) => void;
};

/** Sort and columns of a table live in the URL: `?sort=-started_at&cols=-owner`. Two tables on a page need a prefix. */
export function useTableParams(prefix = ""): TableParams {
  const [params, setParams] = useQueryStates(
    { sort: parseAsString, cols: parseAsArrayOf(parseAsString).withDefault([]) },
    { urlKeys: { sort: `${prefix}sort`, cols: `${prefix}cols` }, history: "replace" },
  );
  return useMemo(
    () => ({
      sort: parseSort(params.sort),
      setSort: (sort) => void setParams({ sort: formatSort(sort) }),
      columnChanges: params.cols,
      setColumnChanges: (changes) => void setParams({ cols: changes.length > 0 ? [...changes] : null }),
    }),
    [params, setParams],
  );
}
