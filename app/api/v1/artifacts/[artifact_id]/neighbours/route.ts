import { getArtifactNeighbours } from "@/lib/artifacts";
import { ArtifactId, ArtifactNeighbours } from "@/lib/artifacts/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/artifacts/{artifact_id}/neighbours",
    scope: "artifacts:read",
    summary: "The same path of the same task in the runs before and after, by their logical dates.",
    params: ArtifactId,
    reply: ArtifactNeighbours,
  },
  ({ ctx, params }) => getArtifactNeighbours(ctx, params),
);
