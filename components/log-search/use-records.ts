"use client";
import { useEffect, useMemo, useSyncExternalStore } from "react";
import { loadRecords, type Search } from "./queries";
import { createRecordPages, NO_PAGES, type PagesState, type RecordPages } from "./record-pages";

/** The records of a search, loaded page by page. Another search begins anew; null waits for one that can be read. */
export function useRecords(search: Search | null): { pages: RecordPages | null; state: PagesState } {
  const key = search === null ? null : JSON.stringify(search);
  // biome-ignore lint/correctness/useExhaustiveDependencies: the key is the search
  const pages = useMemo(() => (search === null ? null : createRecordPages(loadRecords(search))), [key]);
  useEffect(() => {
    void pages?.more();
    return () => pages?.stop();
  }, [pages]);
  const state = useSyncExternalStore(
    pages?.subscribe ?? nothing,
    pages?.state ?? (() => NO_PAGES),
    () => NO_PAGES,
  );
  return { pages, state };
}

const nothing = () => () => {};
