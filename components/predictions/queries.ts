import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { PredictionPage, PredictionView, Quality, ReplayAnswer } from "@/lib/predictions/schema";
import { type PredictionFilter, queryOf } from "./filter";

export const predictionHref = (id: string) => `/predictions/${encodeURIComponent(id)}`;
export const compareHref = (base: string, other: string) =>
  `/predictions/compare?base=${encodeURIComponent(base)}&other=${encodeURIComponent(other)}`;

export const predictionQueries = {
  pages: (filter: PredictionFilter) =>
    infiniteQueryOptions({
      queryKey: ["predictions", "list", filter],
      queryFn: ({ pageParam, signal }) =>
        api.get("/predictions", replyOf<typeof PredictionPage>(), {
          query: { ...queryOf(filter), cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: ["predictions", id],
      queryFn: ({ signal }) => api.get(predictionHref(id), replyOf<typeof PredictionView>(), { signal }),
    }),
  quality: (endpoint: string, output: string) =>
    queryOptions({
      queryKey: ["predictions", "quality", endpoint, output],
      queryFn: ({ signal }) =>
        api.get("/prediction-quality", replyOf<typeof Quality>(), { query: { endpoint, output }, signal }),
    }),
};

export const replay = (id: string, body: { version?: number }) =>
  api.post(`${predictionHref(id)}/replay`, replyOf<typeof ReplayAnswer>(), { body });
