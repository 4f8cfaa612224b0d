import type { ArtifactSource } from "@/components/artifacts/source";
import { sourceHref } from "@/components/features/queries";

type File = { path: string; size_bytes: number };

/** One file for the viewer. It is data, so that no part of it is shown as a page or picture. */
export function sourceFile(name: string, { path, size_bytes }: File): ArtifactSource {
  const below = path.split("/").map(encodeURIComponent).join("/");
  const downloadHref = `/data/downloads/feature-sources/${encodeURIComponent(name)}/${below}`;
  return {
    headPath: `${sourceHref(name)}/files/head`,
    query: { path },
    previewHref: downloadHref,
    downloadHref,
    modelPath: null,
    queryKey: ["features", "sources", name, "file", path, size_bytes],
  };
}
