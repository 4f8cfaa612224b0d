import { createExperiment, listExperiments, readExperiment } from "@/lib/experiments";
import { ExperimentBody, ExperimentPage, ExperimentQuery, ExperimentView } from "@/lib/experiments/schema";
import { NOTE_TAG } from "@/lib/experiments/values";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiments",
    scope: "experiments:read",
    summary: "Experiments, newest first, each with its number of runs and its last start.",
    query: ExperimentQuery,
    reply: ExperimentPage,
  },
  ({ ctx, query }) => listExperiments(ctx, query),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/experiments",
    scope: "experiments:write",
    summary: "Make an experiment. 409 when one has this name already, a deleted one too.",
    body: ExperimentBody,
    example: { name: "churn", description: "Who leaves within **30 days**." },
    reply: ExperimentView,
    status: 201,
  },
  async ({ ctx, body }) => {
    const tags = body.description ? [{ key: NOTE_TAG, value: body.description }] : [];
    const { id } = await createExperiment(ctx, { name: body.name, tags });
    return readExperiment(ctx, { experiment_id: id });
  },
);
