import { queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type { SavedViewList, SavedViewMade, ViewPage } from "@/lib/runs/schema";

export const VIEWS_KEY = ["run-views"];
export const savedViews = queryOptions({
  queryKey: VIEWS_KEY,
  queryFn: ({ signal }) => api.get("/run-views", replyOf<typeof SavedViewList>(), { signal }),
});

export type ViewWish = { page: ViewPage; name: string; search: string; is_shared: boolean };
const path = (id: string) => `/run-views/${encodeURIComponent(id)}`;
export const saveView = (body: ViewWish) => api.post("/run-views", replyOf<typeof SavedViewMade>(), { body });
export const changeView = (id: string, body: Partial<Omit<ViewWish, "page">>) =>
  api.patch(path(id), NoReply, { body });
export const deleteView = (id: string) => api.delete(path(id), NoReply);
