import { queryOptions } from "@tanstack/react-query";
import { api } from "@/lib/client/api";
import { DemoLoaded, DemoRemoved, DemoState } from "@/lib/demo/schema";

export const demoQueries = {
  state: () =>
    queryOptions({
      // Under "home", so that it is refreshed with the home page.
      queryKey: ["home", "summary", "demo"],
      queryFn: ({ signal }) => api.get("/demo", DemoState, { signal }),
    }),
};

export const loadDemo = () => api.post("/demo", DemoLoaded);
export const removeDemo = () => api.delete("/demo", DemoRemoved);
