import { queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type { DriftView, ReferenceAnswer } from "@/lib/drift/schema";

const of = (endpoint: string) => `/endpoints/${encodeURIComponent(endpoint)}`;
/** While a reference is counted it is looked at again after this long. */
const WATCH_MS = 3_000;

/** Keys begin with "endpoints", as all that is shown of one. */
export const driftQueries = {
  drift: (endpoint: string, { hours, variant }: { hours: number; variant: number | null }) =>
    queryOptions({
      queryKey: ["endpoints", "drift", endpoint, hours, variant],
      queryFn: ({ signal }) =>
        api.get(`${of(endpoint)}/drift`, replyOf<typeof DriftView>(), {
          query: {
            from: new Date(Date.now() - hours * 3_600_000).toISOString(),
            variant: variant ?? undefined,
          },
          signal,
        }),
      refetchInterval: ({ state }) => (state.data?.reference?.state === "counting" ? WATCH_MS : false),
    }),
};

export type ReferenceChoice = { training_set: string } | { path: string } | { from: string; to: string };
export const setReference = (endpoint: string, body: ReferenceChoice) =>
  api.put(`${of(endpoint)}/reference`, replyOf<typeof ReferenceAnswer>(), { body });
export const removeReference = (endpoint: string) => api.delete(`${of(endpoint)}/reference`, NoReply);
