import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ArtifactSource } from "@/components/artifacts/source";
import { api, replyOf } from "@/lib/client/api";
import type { TrainingSetUsers } from "@/lib/feature-lineage/schema";
import type { TrainingSetDetail, TrainingSetPage } from "@/lib/features/schema";
import type { TrainingSetFile } from "@/lib/features/values";
import type { LongJobStarted } from "@/lib/long-jobs/schema";

const AREA = "/features/training-sets";

export const trainingSetHref = (id: string) => `${AREA}/${encodeURIComponent(id)}`;
export const trainingSetFileHref = (id: string, file: TrainingSetFile) =>
  `/data/downloads/training-sets/${encodeURIComponent(id)}/${file}`;

/** The keys are ones that events of long jobs make stale. */
export const trainingSetQueries = {
  pages: () =>
    infiniteQueryOptions({
      queryKey: ["training_sets", "list"],
      queryFn: ({ pageParam, signal }) =>
        api.get(AREA, replyOf<typeof TrainingSetPage>(), { query: { cursor: pageParam }, signal }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
    }),
  one: (id: string) =>
    queryOptions({
      queryKey: ["training_sets", id],
      queryFn: ({ signal }) => api.get(trainingSetHref(id), replyOf<typeof TrainingSetDetail>(), { signal }),
    }),
  users: (id?: string) =>
    queryOptions({
      queryKey: ["training_sets", "summary", "users", id ?? ""],
      queryFn: ({ signal }) =>
        api.get("/features/training-set-users", replyOf<typeof TrainingSetUsers>(), {
          query: { training_set: id },
          signal,
        }),
    }),
};

export const makeTrainingSet = (body: object) => api.post(AREA, replyOf<typeof LongJobStarted>(), { body });

/** The data for the viewer of files. */
export const trainingSetData = (id: string): ArtifactSource => ({
  headPath: `${trainingSetHref(id)}/head`,
  query: { path: "data.parquet" },
  previewHref: trainingSetFileHref(id, "data.parquet"),
  downloadHref: trainingSetFileHref(id, "data.parquet"),
  modelPath: null,
  queryKey: ["training_sets", "data", id],
});
