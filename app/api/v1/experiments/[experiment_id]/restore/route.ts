import * as z from "zod";
import { restoreExperiment } from "@/lib/experiments";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiments/{experiment_id}/restore",
    scope: "experiments:write",
    summary: "Restore a deleted experiment with the runs that were deleted together with it.",
    params: z.object({ experiment_id: z.string() }),
  },
  ({ ctx, params }) => restoreExperiment(ctx, params),
);
