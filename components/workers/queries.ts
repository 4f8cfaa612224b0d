import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { WaitingList } from "@/lib/runs/schema";
import type { QueueList, WorkerList } from "@/lib/tasks/schema";

/** Heartbeats and waiting times change without an event. */
const REFRESH_MS = 5_000;

export const workerQueries = {
  workers: () =>
    queryOptions({
      queryKey: ["workers", "list"],
      queryFn: ({ signal }) => api.get("/workers", replyOf<typeof WorkerList>(), { signal }),
      refetchInterval: REFRESH_MS,
    }),
  waiting: () =>
    queryOptions({
      queryKey: ["workers", "list", "waiting"],
      queryFn: ({ signal }) => api.get("/waiting", replyOf<typeof WaitingList>(), { signal }),
      refetchInterval: REFRESH_MS,
    }),
  queues: () =>
    queryOptions({
      queryKey: ["workers", "list", "queues"],
      queryFn: ({ signal }) => api.get("/queues", replyOf<typeof QueueList>(), { signal }),
      refetchInterval: REFRESH_MS,
    }),
};
