import { queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type { WaitingList } from "@/lib/runs/schema";
import type { QueueList, TaskKindList, WorkerDetail, WorkerList } from "@/lib/tasks/schema";

/** Heartbeats and waiting times change without an event. */
const REFRESH_MS = 5_000;
/** What ended within a day changes slowly. */
const COUNTS_MS = 30_000;

const workerPath = (id: string) => `/workers/${encodeURIComponent(id)}`;
export const workerHref = (id: string) => `/workers/${encodeURIComponent(id)}`;

export const tellWorker = (id: string, order: "work" | "drain" | "stop") =>
  api.post(`${workerPath(id)}/orders`, NoReply, { body: { order } });

export const workerQueries = {
  workers: () =>
    queryOptions({
      queryKey: ["workers", "list"],
      queryFn: ({ signal }) => api.get("/workers", replyOf<typeof WorkerList>(), { signal }),
      refetchInterval: REFRESH_MS,
    }),
  worker: (id: string) =>
    queryOptions({
      queryKey: ["workers", "list", "one", id],
      queryFn: ({ signal }) => api.get(workerPath(id), replyOf<typeof WorkerDetail>(), { signal }),
      refetchInterval: REFRESH_MS,
    }),
  kinds: () =>
    queryOptions({
      queryKey: ["workers", "list", "kinds"],
      queryFn: ({ signal }) => api.get("/task-kinds", replyOf<typeof TaskKindList>(), { signal }),
      refetchInterval: COUNTS_MS,
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
