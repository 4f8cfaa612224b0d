import { queryOptions } from "@tanstack/react-query";
import { viewHref } from "@/components/features/queries";
import { api, replyOf } from "@/lib/client/api";
import type { ViewProfileView } from "@/lib/drift/schema";
import type { LongJobStarted } from "@/lib/long-jobs/schema";

const path = (view: string) => `${viewHref(view)}/profile`;

/** The key is one that events of long jobs make stale. */
export const distributionOf = (view: string, against: string | null) =>
  queryOptions({
    queryKey: ["materializations", "detail", "distribution", view, against],
    queryFn: ({ signal }) =>
      api.get(path(view), replyOf<typeof ViewProfileView>(), {
        query: { against: against ?? undefined },
        signal,
      }),
  });

export const countDistribution = (view: string, body: { from?: string; to?: string }) =>
  api.post(path(view), replyOf<typeof LongJobStarted>(), { body });
