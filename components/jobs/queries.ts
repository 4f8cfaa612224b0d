import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { JobList, RunAsked } from "@/lib/jobs/schema";

/** Rows of jobs change without an event. */
const REFRESH_MS = 5_000;

export const jobQueries = {
  list: () =>
    queryOptions({
      queryKey: ["jobs", "list"],
      queryFn: ({ signal }) => api.get("/jobs", replyOf<typeof JobList>(), { signal }),
      refetchInterval: REFRESH_MS,
    }),
};

export const runJob = (name: string) =>
  api.post(`/jobs/${encodeURIComponent(name)}/run`, replyOf<typeof RunAsked>());
