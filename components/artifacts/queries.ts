import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ArtifactNeighbours, ArtifactPage, ArtifactView } from "@/lib/artifacts/schema";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type { ArtifactSource } from "./source";

export type ArtifactFilter = { dag_id: string; path: string; type: string };

const artifact = (id: string) => `/artifacts/${encodeURIComponent(id)}`;

/** Keys name area and run for live events; a run's artifacts also change with its tries. */
export const artifactQueries = {
  list: (filter: ArtifactFilter) =>
    infiniteQueryOptions({
      queryKey: ["artifacts", "list", filter],
      queryFn: ({ pageParam, signal }) =>
        api.get("/artifacts", replyOf<typeof ArtifactPage>(), {
          query: { ...filter, cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
    }),
  ofRun: (runId: string, attempts: "latest" | "all") =>
    infiniteQueryOptions({
      queryKey: ["run_artifacts", runId, attempts],
      queryFn: ({ pageParam, signal }) =>
        api.get(`/runs/${encodeURIComponent(runId)}/artifacts`, replyOf<typeof ArtifactPage>(), {
          query: { attempts, cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
    }),
  detail: (id: string) =>
    queryOptions({
      queryKey: ["artifacts", "detail", id],
      queryFn: ({ signal }) => api.get(artifact(id), replyOf<typeof ArtifactView>(), { signal }),
    }),
  neighbours: (id: string) =>
    queryOptions({
      queryKey: ["artifacts", "neighbours", id],
      queryFn: ({ signal }) =>
        api.get(`${artifact(id)}/neighbours`, replyOf<typeof ArtifactNeighbours>(), { signal }),
    }),
};

export const deleteArtifact = (id: string) => api.delete(artifact(id), NoReply);

export const downloadHref = (id: string) => `/data/downloads/artifacts/${encodeURIComponent(id)}`;

/** Opens the preview on the page of all artifacts. */
export const pageHref = (id: string) => `/artifacts?preview=${encodeURIComponent(id)}`;

/** The sha in the address and the key changes when it is stored again. */
export function sourceOf({ id, sha256 }: ArtifactView): ArtifactSource {
  return {
    headPath: `${artifact(id)}/head`,
    query: {},
    previewHref: `/data/previews/artifacts/${encodeURIComponent(id)}?sha=${sha256.slice(0, 12)}`,
    downloadHref: downloadHref(id),
    modelPath: null,
    queryKey: ["artifacts", "detail", id, sha256],
  };
}
