import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { DemoLoaded, DemoRemoved, DemoState } from "@/lib/demo/schema";

export const demoQueries = {
  state: () =>
    queryOptions({
      // Under "home", so that it is refreshed with the home page.
      queryKey: ["home", "summary", "demo"],
      queryFn: ({ signal }) => api.get("/demo", replyOf<typeof DemoState>(), { signal }),
    }),
};

export const loadDemo = () => api.post("/demo", replyOf<typeof DemoLoaded>());
export const removeDemo = () => api.delete("/demo", replyOf<typeof DemoRemoved>());
