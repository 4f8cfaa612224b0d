import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { Search } from "@/components/log-search/queries";
import { api, replyOf } from "@/lib/client/api";
import type { LogPatterns } from "@/lib/log-records/schema";

/** What is new is asked for: since an instant, or in the records that a search finds. */
export type NewSince = { kind: "all" } | { kind: "since"; at: string } | { kind: "in"; q: string };
const MOST = 200;

export const patternsQuery = (search: Search, since: NewSince, onlyNew: boolean) =>
  queryOptions({
    queryKey: ["log_records", "patterns", search, since, onlyNew],
    queryFn: ({ signal }) =>
      api.get("/log-records/patterns", replyOf<typeof LogPatterns>(), {
        query: {
          ...search,
          limit: MOST,
          new_since: since.kind === "since" ? since.at : undefined,
          new_in: since.kind === "in" ? since.q : undefined,
          only_new: onlyNew && since.kind !== "all" ? "true" : undefined,
        },
        signal,
      }),
    placeholderData: keepPreviousData,
    retry: false,
    staleTime: Number.POSITIVE_INFINITY,
    gcTime: 60_000,
  });
