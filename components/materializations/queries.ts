import { queryOptions } from "@tanstack/react-query";
import { viewHref } from "@/components/features/queries";
import { api, replyOf } from "@/lib/client/api";
import type { MaterializationList } from "@/lib/features/schema";
import type { LongJobStarted } from "@/lib/long-jobs/schema";

const path = (view: string) => `${viewHref(view)}/materializations`;

/** The key is one that events of long jobs make stale. */
export const materializationsOf = (view: string) =>
  queryOptions({
    queryKey: ["materializations", "list", view],
    queryFn: ({ signal }) => api.get(path(view), replyOf<typeof MaterializationList>(), { signal }),
  });

export const materialize = (view: string, body: { start?: string; end?: string }) =>
  api.post(path(view), replyOf<typeof LongJobStarted>(), { body });
