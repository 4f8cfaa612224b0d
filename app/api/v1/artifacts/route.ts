import { listArtifacts } from "@/lib/artifacts";
import { ArtifactPage, ArtifactQuery } from "@/lib/artifacts/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/artifacts",
    scope: "artifacts:read",
    summary: "Artifacts of all pipelines, newest first.",
    query: ArtifactQuery,
    reply: ArtifactPage,
  },
  ({ ctx, query }) => listArtifacts(ctx, query),
);
