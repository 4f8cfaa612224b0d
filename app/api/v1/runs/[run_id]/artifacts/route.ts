import { listRunArtifacts } from "@/lib/artifacts";
import { ArtifactPage, RunArtifactQuery } from "@/lib/artifacts/schema";
import { route } from "@/lib/http/route";
import { RunId } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/runs/{run_id}/artifacts",
    scope: "artifacts:read",
    summary: "What the tasks of a run stored, by task and path.",
    params: RunId,
    query: RunArtifactQuery,
    reply: ArtifactPage,
  },
  ({ ctx, params, query }) => listRunArtifacts(ctx, { ...params, ...query }),
);
