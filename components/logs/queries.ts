import { infiniteQueryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { LogHits, LogPage } from "@/lib/logs/schema";
import type { LoadLog } from "./log-store";

const log = (attemptId: string) => `/task-attempts/${encodeURIComponent(attemptId)}/log`;
/** Hits of one search; more are counted as "and more". */
export const MAX_HITS = 1_000;

export const loadLog =
  (attemptId: string): LoadLog =>
  (fromLine, limit) =>
    api.get(log(attemptId), replyOf<typeof LogPage>(), { query: { from_line: fromLine, limit } });

export const downloadHref = (attemptId: string): string => `/api/v1${log(attemptId)}/download`;

/** Continues after the last reply, so that a growing log is never searched again from its start. */
export const logSearch = (attemptId: string, text: string) =>
  infiniteQueryOptions({
    queryKey: ["log-search", attemptId, text],
    queryFn: ({ signal, pageParam }) =>
      api.get(`${log(attemptId)}/search`, replyOf<typeof LogHits>(), {
        query: { q: text, from_line: pageParam, limit: MAX_HITS },
        signal,
      }),
    initialPageParam: 1,
    getNextPageParam: (last) => last.searched_to + 1,
    enabled: text !== "",
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 30_000,
  });
