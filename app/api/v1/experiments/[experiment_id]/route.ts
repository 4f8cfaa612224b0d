import * as z from "zod";
import { changeExperiment, deleteExperiment, readExperiment } from "@/lib/experiments";
import { ExperimentChange, ExperimentView } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

const params = z.object({ experiment_id: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiments/{experiment_id}",
    scope: "experiments:read",
    summary: "One experiment, also a deleted one.",
    params,
    reply: ExperimentView,
  },
  ({ ctx, params }) => readExperiment(ctx, params),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/experiments/{experiment_id}",
    scope: "experiments:write",
    summary:
      "Rename an experiment, describe it or set its tags. What is left out stays; a tag that is null is removed.",
    params,
    body: ExperimentChange,
    example: { name: "churn-2026", tags: { team: "growth", old: null } },
    reply: ExperimentView,
  },
  async ({ ctx, params, body }) => {
    await changeExperiment(ctx, { ...body, ...params });
    return readExperiment(ctx, params);
  },
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/experiments/{experiment_id}",
    scope: "experiments:write",
    summary: "Delete an experiment and its active runs. It keeps its name and can be restored.",
    params,
  },
  ({ ctx, params }) => deleteExperiment(ctx, params),
);
