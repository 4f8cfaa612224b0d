import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { LongJobPage, LongJobView } from "@/lib/long-jobs/schema";

const one = (id: string) => `/long-jobs/${encodeURIComponent(id)}`;
const SHOWN = 20;
const POLL_MS = 400;

export const longJobQueries = {
  list: () =>
    queryOptions({
      queryKey: ["long_jobs", "list"],
      queryFn: ({ signal }) =>
        api.get("/long-jobs", replyOf<typeof LongJobPage>(), { signal, query: { limit: SHOWN } }),
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: ["long_jobs", id],
      queryFn: ({ signal }) => api.get(one(id), replyOf<typeof LongJobView>(), { signal }),
    }),
};

export const cancelLongJob = (id: string) => api.post(`${one(id)}/cancel`, replyOf<typeof LongJobView>());
export const retryLongJob = (id: string) => api.post(`${one(id)}/retry`, replyOf<typeof LongJobView>());

/** For a dialog that waits for what it asked for. Throws, with the job's own words, where it did not succeed. */
export async function longJobEnded(id: string, seen: (job: LongJobView) => void): Promise<LongJobView> {
  for (;;) {
    const job = await api.get(one(id), replyOf<typeof LongJobView>());
    seen(job);
    if (job.state === "succeeded") return job;
    if (job.state === "failed" || job.state === "cancelled") throw new Error(job.error ?? job.state);
    await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}
