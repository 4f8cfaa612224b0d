import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { RunDatasets, RunRelations } from "@/lib/experiments/schema";
import type { VersionPage } from "@/lib/models/schema";

const runPath = (id: string) => `/experiment-runs/${encodeURIComponent(id)}`;
const RUNNING_MS = 10_000;

export const relationsQuery = (id: string, isLive: boolean) =>
  queryOptions({
    queryKey: ["experiments", "run", id, "relations"],
    queryFn: ({ signal }) => api.get(`${runPath(id)}/relations`, replyOf<typeof RunRelations>(), { signal }),
    refetchInterval: isLive ? RUNNING_MS : false,
  });

export const datasetsQuery = (id: string) =>
  queryOptions({
    queryKey: ["experiments", "run", id, "datasets"],
    queryFn: ({ signal }) => api.get(`${runPath(id)}/datasets`, replyOf<typeof RunDatasets>(), { signal }),
  });

/** Versions of registered models that name this run. */
export const versionsQuery = (id: string) =>
  queryOptions({
    queryKey: ["models", "versions", "of-run", id],
    queryFn: ({ signal }) =>
      api.get("/model-versions", replyOf<typeof VersionPage>(), {
        query: { filter: `run_id = '${id}'`, limit: 50 },
        signal,
      }),
  });
