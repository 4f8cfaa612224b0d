import * as z from "zod";
import { route } from "@/lib/http/route";
import { LongJobStarted } from "@/lib/long-jobs/schema";
import { previewExperimentPurge, purgeExperiment } from "@/lib/purge";
import { PurgePreview } from "@/lib/purge/schema";

const params = z.object({ experiment_id: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiments/{experiment_id}/purge",
    scope: "experiments:read",
    summary: "What would go for good with an experiment, and why it cannot go now (`refused`).",
    params,
    reply: PurgePreview,
  },
  ({ ctx, params }) => previewExperimentPurge(ctx, params),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiments/{experiment_id}/purge",
    scope: "experiments:write",
    summary:
      "Remove a deleted experiment for good, with its runs, points, datasets, logged models and files. 409 while it is not deleted, and while a version of a registered model has its files there. A token needs artifacts:write too. It cannot be undone.",
    description:
      "Answers at once: the experiment is out of sight, its name is free, and a long job takes it away. GET /api/v1/long-jobs/{id} tells how far that is.",
    params,
    reply: LongJobStarted,
    status: 202,
  },
  ({ ctx, params }) => purgeExperiment(ctx, params),
);
