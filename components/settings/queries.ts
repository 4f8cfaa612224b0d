import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { ConnectionList, PoolList, SettingUsers, VariableList } from "@/lib/settings/schema";

/** The three kinds of settings; also parts of their API paths and query keys. */
export type SettingArea = "variables" | "connections" | "pools";

export const settingQueries = {
  variables: () =>
    queryOptions({
      queryKey: ["variables", "list"],
      queryFn: ({ signal }) => api.get("/variables", replyOf<typeof VariableList>(), { signal }),
    }),
  connections: () =>
    queryOptions({
      queryKey: ["connections", "list"],
      queryFn: ({ signal }) => api.get("/connections", replyOf<typeof ConnectionList>(), { signal }),
    }),
  pools: () =>
    queryOptions({
      queryKey: ["pools", "list"],
      queryFn: ({ signal }) => api.get("/pools", replyOf<typeof PoolList>(), { signal }),
    }),
  usage: (area: SettingArea, id: string) =>
    queryOptions({
      queryKey: [area, "usage", id],
      queryFn: ({ signal }) =>
        api.get(`/${area}/${encodeURIComponent(id)}/usage`, replyOf<typeof SettingUsers>(), { signal }),
    }),
};
