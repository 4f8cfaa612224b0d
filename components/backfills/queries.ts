import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { BackfillPage, BackfillPreview, Reprocess } from "@/lib/backfills/schema";
import { api, NoReply, replyOf } from "@/lib/client/api";

const ofPipeline = (dagId: string) => `/pipelines/${encodeURIComponent(dagId)}/backfills`;
const PAGE = 5;

export type BackfillWish = {
  from_date: string;
  to_date: string;
  reprocess: Reprocess;
  max_active_runs: number | null;
  run_backwards: boolean;
  params?: Record<string, unknown>;
};

export const backfillQueries = {
  list: (dagId: string) =>
    infiniteQueryOptions({
      queryKey: ["backfills", dagId],
      queryFn: ({ signal, pageParam }) =>
        api.get(ofPipeline(dagId), replyOf<typeof BackfillPage>(), {
          query: { limit: PAGE, cursor: pageParam },
          signal,
        }),
      initialPageParam: null as string | null,
      getNextPageParam: (last) => last.next_cursor,
    }),
  preview: (dagId: string, wish: BackfillWish) =>
    queryOptions({
      queryKey: ["backfill-preview", dagId, wish],
      queryFn: ({ signal }) =>
        api.post(ofPipeline(dagId), replyOf<typeof BackfillPreview>(), {
          body: { ...wish, dry_run: true },
          signal,
        }),
      retry: false,
      gcTime: 10_000,
    }),
};

export const createBackfill = (dagId: string, wish: BackfillWish, key: string) =>
  api.post(ofPipeline(dagId), replyOf<typeof BackfillPreview>(), {
    body: wish,
    headers: { "idempotency-key": key },
  });

export const changeBackfill = (id: string, deed: "pause" | "resume" | "cancel") =>
  api.post(`/backfills/${encodeURIComponent(id)}/${deed}`, NoReply);
