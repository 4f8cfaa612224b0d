import { useInfiniteQuery } from "@tanstack/react-query";
import { useEffect, useMemo, useState, useSyncExternalStore } from "react";
import { useLiveEvent } from "@/components/live/live-provider";
import { createLogStore } from "./log-store";
import { loadLog, logSearch, MAX_HITS } from "./queries";

/** Events trigger polling; this interval covers lost ones. */
const POLL_MS = 2_000;

/** The log of one attempt, live until it is complete. */
export function useLog(attemptId: string) {
  const [store] = useState(() => createLogStore(loadLog(attemptId)));
  const state = useSyncExternalStore(store.subscribe, store.state, store.state);
  useLiveEvent("log", (event) => event.id === attemptId && store.poll());
  useLiveEvent("task", (event) => event.attempt_id === attemptId && store.poll());
  useEffect(() => {
    store.poll();
    if (state.complete) return;
    const timer = setInterval(store.poll, POLL_MS);
    return () => clearInterval(timer);
  }, [store, state.complete]);
  return { store, ...state };
}

/** Lines that contain the text in the searched part of the log; continues while the log grows. */
export function useLogSearch(attemptId: string, text: string, total: number) {
  const search = useInfiniteQuery(logSearch(attemptId, text));
  const pages = search.data?.pages;
  const lines = useMemo(
    () => (text === "" ? [] : (pages ?? []).flatMap((page) => page.lines)),
    [text, pages],
  );
  const searchedTo = pages?.at(-1)?.searched_to ?? null;
  const more = lines.length >= MAX_HITS;
  const { isFetching, isError, fetchNextPage } = search;
  useEffect(() => {
    if (searchedTo !== null && searchedTo < total && !more && !isFetching && !isError) void fetchNextPage();
  }, [searchedTo, total, more, isFetching, isError, fetchNextPage]);
  return { lines, more, done: pages !== undefined, error: search.error };
}
