import { infiniteQueryOptions, keepPreviousData, queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { LogBars, LogFields, LogRecordPage, LogRecordView, LogServices } from "@/lib/log-records/schema";
import type { LoadPage } from "./record-pages";

/** A search as the API takes it: the pills are in `q`. */
export type Search = { q: string; from: string; to: string };
export type Range = Pick<Search, "from" | "to">;
/** What names a record. */
export type RecordRef = Pick<LogRecordView, "time" | "id">;

/** Of one call: the search says how far it came and goes on, so that there is progress to see. */
const PATIENCE_SECONDS = 2;
const RECORDS_A_PAGE = 500;
/** So many calls of a histogram follow each other before it waits to be told to go on. */
const ROUNDS = 5;

export const loadRecords =
  (search: Search): LoadPage =>
  (cursor, signal) =>
    api.get("/log-records", replyOf<typeof LogRecordPage>(), {
      query: { ...search, cursor, limit: RECORDS_A_PAGE, patience_seconds: PATIENCE_SECONDS },
      signal,
    });

export const logRecordQueries = {
  bars: (search: Search, bars: number) =>
    infiniteQueryOptions({
      queryKey: ["log_records", "bars", search, bars],
      queryFn: ({ pageParam, signal }) =>
        api.get("/log-records/histogram", replyOf<typeof LogBars>(), {
          query: { ...search, bars, before: pageParam, patience_seconds: PATIENCE_SECONDS },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => (page.complete ? null : page.searched_to),
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    }),
  services: (range: Range) =>
    queryOptions({
      queryKey: ["log_records", "services", range],
      queryFn: ({ signal }) =>
        api.get("/log-records/services", replyOf<typeof LogServices>(), { query: range, signal }),
      placeholderData: keepPreviousData,
      staleTime: Number.POSITIVE_INFINITY,
    }),
  /** Which attributes there are, or the values of one field. */
  fields: (search: Search, field: string | null) =>
    queryOptions({
      queryKey: ["log_records", "fields", search, field],
      queryFn: ({ signal }) =>
        api.get("/log-records/fields", replyOf<typeof LogFields>(), { query: { ...search, field }, signal }),
      retry: false,
      staleTime: Number.POSITIVE_INFINITY,
      gcTime: 60_000,
    }),
  record: ({ time, id }: RecordRef) =>
    queryOptions({
      queryKey: ["log_records", "record", time, id],
      queryFn: ({ signal }) =>
        api.get(`/log-records/${encodeURIComponent(time)}/${id}`, replyOf<typeof LogRecordView>(), {
          signal,
        }),
      staleTime: Number.POSITIVE_INFINITY,
    }),
};

export const mayGoOnByItself = (pages: number): boolean => pages % ROUNDS !== 0;
