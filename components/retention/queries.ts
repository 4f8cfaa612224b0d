import { queryOptions } from "@tanstack/react-query";
import { api, replyOf } from "@/lib/client/api";
import type { LongJobStarted } from "@/lib/long-jobs/schema";
import type {
  DeletionPreview,
  Forecast,
  PinReply,
  Policy,
  PolicyInput,
  Removed,
  RetentionView,
} from "@/lib/retention/schema";

const run = (runId: string) => `/runs/${encodeURIComponent(runId)}`;
const pipeline = (dagId: string) => `/pipelines/${encodeURIComponent(dagId)}`;

export const retentionQueries = {
  policy: () =>
    queryOptions({
      queryKey: ["retention", "detail"],
      queryFn: ({ signal }) => api.get("/retention", replyOf<typeof RetentionView>(), { signal }),
    }),
  /** The effect of a policy that is not saved yet. */
  forecast: (policy: PolicyInput) =>
    queryOptions({
      queryKey: ["retention", "list", policy],
      queryFn: ({ signal }) =>
        api.post("/retention/preview", replyOf<typeof Forecast>(), { body: policy, signal }),
    }),
  runDeletion: (runId: string) =>
    queryOptions({
      queryKey: ["deletion", runId],
      queryFn: ({ signal }) =>
        api.get(`${run(runId)}/deletion`, replyOf<typeof DeletionPreview>(), { signal }),
      gcTime: 0,
    }),
  pipelineDeletion: (dagId: string) =>
    queryOptions({
      queryKey: ["deletion", dagId],
      queryFn: ({ signal }) =>
        api.get(`${pipeline(dagId)}/deletion`, replyOf<typeof DeletionPreview>(), { signal }),
      gcTime: 0,
    }),
};

export const savePolicy = (policy: PolicyInput, version: number) =>
  api.put("/retention", replyOf<typeof Policy>(), {
    body: policy,
    headers: { "if-match": `"${version}"` },
  });
export const deleteRun = (runId: string) => api.delete(run(runId), replyOf<typeof Removed>());
export const deletePipeline = (dagId: string) =>
  api.delete(pipeline(dagId), replyOf<typeof LongJobStarted>());
export const pinRun = (runId: string, pinned: boolean) =>
  pinned
    ? api.put(`${run(runId)}/pin`, replyOf<typeof PinReply>())
    : api.delete(`${run(runId)}/pin`, replyOf<typeof PinReply>());
