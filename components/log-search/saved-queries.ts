import { queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type { LogSearchList, LogSearchSaved, LogSearchState } from "@/lib/log-records/schema";

export const SAVED_KEY = ["log_records", "saved"];
export const savedSearches = queryOptions({
  queryKey: SAVED_KEY,
  queryFn: ({ signal }) => api.get("/log-searches", replyOf<typeof LogSearchList>(), { signal }),
});

export type SavedWish = { name: string; state: LogSearchState; is_shared: boolean };
const path = (id: string) => `/log-searches/${encodeURIComponent(id)}`;
export const saveSearch = (body: SavedWish) =>
  api.post("/log-searches", replyOf<typeof LogSearchSaved>(), { body });
export const changeSearch = (id: string, body: Partial<SavedWish>) => api.patch(path(id), NoReply, { body });
export const deleteSearch = (id: string) => api.delete(path(id), NoReply);
