import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { LogStoreState } from "@/lib/log-records/schema";

export const logStoreQuery = () =>
  queryOptions({
    queryKey: ["log-store", "detail"],
    queryFn: ({ signal }) => api.get("/log-store", replyOf<typeof LogStoreState>(), { signal }),
  });
