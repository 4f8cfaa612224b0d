import { queryOptions } from "@tanstack/react-query";
import type { ArtifactHead } from "@/lib/artifacts/schema";
import { api, replyOf } from "@/lib/client/api";

/** Where a viewer reads one artifact of a task, a run or a model. */
export type ArtifactSource = {
  /** Of the API, below /api/v1. */
  headPath: string;
  query: Readonly<Record<string, string>>;
  previewHref: string;
  downloadHref: string;
  /** Where the API says what a model's MLmodel holds; null where it cannot. */
  modelPath: string | null;
  queryKey: readonly unknown[];
};

export const headQuery = (source: ArtifactSource, as: "auto" | "text") =>
  queryOptions({
    queryKey: [...source.queryKey, "head", as],
    queryFn: ({ signal }) =>
      api.get(source.headPath, replyOf<typeof ArtifactHead>(), { query: { ...source.query, as }, signal }),
  });
