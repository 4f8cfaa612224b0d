import { infiniteQueryOptions } from "@tanstack/react-query";
import type { ArtifactSource } from "@/components/artifacts/source";
import { api, replyOf } from "@/lib/client/api";
import type { RunFilePage } from "@/lib/experiments/schema";

/** Whose files they are: a run's, or a logged model's. */
export type FileOwner = { kind: "run" | "model"; id: string };

const segmentOf = ({ kind }: FileOwner) => (kind === "run" ? "experiment-runs" : "logged-models");
const apiPath = (owner: FileOwner) => `/${segmentOf(owner)}/${encodeURIComponent(owner.id)}/artifacts`;
const RUNNING_MS = 10_000;
const FILES_A_PAGE = 200;

export const folderQuery = (owner: FileOwner, path: string, isLive = false) =>
  infiniteQueryOptions({
    queryKey: ["experiments", "files", owner.kind, owner.id, path],
    queryFn: ({ pageParam, signal }) =>
      api.get(apiPath(owner), replyOf<typeof RunFilePage>(), {
        query: { path, limit: FILES_A_PAGE, cursor: pageParam },
        signal,
      }),
    initialPageParam: "",
    getNextPageParam: (page) => page.next_cursor,
    refetchInterval: isLive ? RUNNING_MS : false,
  });

export function fileHref(area: "downloads" | "previews", owner: FileOwner, path: string): string {
  const whole = path.split("/").map(encodeURIComponent).join("/");
  return `/data/${area}/${segmentOf(owner)}/${encodeURIComponent(owner.id)}/${whole}`;
}

/** `stamp` differs when the file has another size: it was stored again. */
export function fileSource(owner: FileOwner, path: string, stamp = ""): ArtifactSource {
  return {
    headPath: `${apiPath(owner)}/head`,
    query: { path },
    previewHref: `${fileHref("previews", owner, path)}${stamp === "" ? "" : `?v=${stamp}`}`,
    downloadHref: fileHref("downloads", owner, path),
    modelPath: modelPath(owner),
    queryKey: ["experiments", "file", owner.kind, owner.id, path, stamp],
  };
}

export const modelPath = (owner: FileOwner) => `${apiPath(owner)}/model`;

/** The line of Python that fetches it. */
export function pythonOf(owner: FileOwner, path: string): string {
  if (owner.kind === "run")
    return `mlflow.artifacts.download_artifacts(run_id=${JSON.stringify(owner.id)}, artifact_path=${JSON.stringify(path)})`;
  return `mlflow.artifacts.download_artifacts(${JSON.stringify(`models:/${owner.id}/${path}`)})`;
}
