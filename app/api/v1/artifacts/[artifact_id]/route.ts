import { deleteArtifact, getArtifact } from "@/lib/artifacts";
import { ArtifactId, ArtifactView } from "@/lib/artifacts/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/artifacts/{artifact_id}",
    scope: "artifacts:read",
    summary: "An artifact; its bytes are at /data/downloads/artifacts/{artifact_id}.",
    params: ArtifactId,
    reply: ArtifactView,
  },
  ({ ctx, params }) => getArtifact(ctx, params),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/artifacts/{artifact_id}",
    scope: "artifacts:write",
    summary: "Delete an artifact and its bytes.",
    params: ArtifactId,
  },
  ({ ctx, params }) => deleteArtifact(ctx, params),
);
