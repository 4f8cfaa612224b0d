import { readArtifactHead } from "@/lib/artifacts";
import { ArtifactHead, ArtifactHeadQuery, ArtifactId } from "@/lib/artifacts/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/artifacts/{artifact_id}/head",
    scope: "artifacts:read",
    summary: "The beginning of an artifact: at most 256 KB of text, or 1,000 rows of a table.",
    params: ArtifactId,
    query: ArtifactHeadQuery,
    reply: ArtifactHead,
  },
  ({ ctx, params, query }) => readArtifactHead(ctx, { ...params, ...query }),
);
