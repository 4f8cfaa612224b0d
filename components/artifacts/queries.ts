import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import type { ArtifactPage, ArtifactView } from "@/lib/artifacts/schema";
import { api, NoReply, replyOf } from "@/lib/client/api";

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
  /** The beginning of a text, cached by sha, so that new content is read again. */
  text: ({ id, sha256 }: ArtifactView, limitBytes: number) =>
    queryOptions({
      queryKey: ["artifacts", "detail", id, "text", sha256],
      queryFn: async ({ signal }) => {
        const range = `bytes=0-${limitBytes - 1}`;
        const response = await fetch(previewHref(id), { headers: { range }, signal });
        if (response.status === 416) return "";
        if (!response.ok) throw new Error(`${response.status} ${response.statusText}`);
        // As a stream, so that a character cut at the limit is dropped.
        return new TextDecoder().decode(await response.arrayBuffer(), { stream: true });
      },
    }),
};

export const deleteArtifact = (id: string) => api.delete(artifact(id), NoReply);

export const downloadHref = (id: string) => `/data/downloads/artifacts/${encodeURIComponent(id)}`;
export const previewHref = (id: string) => `/data/previews/artifacts/${encodeURIComponent(id)}`;
