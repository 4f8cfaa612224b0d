import { NotFoundError } from "@/lib/platform/errors";
import { hotWrite } from "@/lib/verbs";
import { findExperiment } from "../repository/experiments";
import { type IncomingModel, placeModels } from "../repository/import";
import { writeModelMetrics } from "../repository/models";
import { CutTag, Metric, Param } from "../schema";
import { isExperimentId, isRunId } from "../values";
import { ImportLoggedModelsInput, SourceModel } from "./schema";
import { namedBy, type Refusal, sift } from "./sift";

const Measured = Metric.extend({
  run_id: ImportLoggedModelsInput.shape.experiment_id.refine(isRunId, "must be the id of a run"),
});

/** Models that scripts of MLflow 3 logged, with ids and times. What is there already stays. */
export const importLoggedModels = hotWrite(
  "imports:write",
  ImportLoggedModelsInput,
  async ({ sql, ctx, input, unchanged }) => {
    const id = input.experiment_id;
    if (!isExperimentId(id) || !(await findExperiment(sql, id))) throw new NotFoundError("experiment", id);
    const sifted = sift(SourceModel, input.models, "logged model", modelIdIn);
    const models = [...new Map(sifted.kept.map((model) => [model.info.model_id, model])).values()];
    const contents = models.map(contentOf);
    if (contents.length > 0)
      await placeModels(
        sql,
        { experimentId: id, createdBy: ctx.actor.id },
        contents.map(({ row }) => row),
      );
    for (const [runId, metrics] of byRun(contents.flatMap(({ metrics }) => metrics)))
      await writeModelMetrics(sql, runId, metrics);
    return unchanged({ refused: [...sifted.refused, ...contents.flatMap(({ refused }) => refused)] });
  },
);

function contentOf({ info, data }: SourceModel) {
  const of = `${info.model_id}: `;
  const params = sift(Param, data.params, "parameter", namedBy("key", of));
  const tags = sift(CutTag, info.tags, "tag", namedBy("key", of));
  const metrics = sift(Measured, data.metrics, "metric", namedBy("key", of));
  const row: IncomingModel = {
    model_id: info.model_id,
    name: info.name,
    model_type: info.model_type,
    source_run_id: info.source_run_id ?? null,
    status: info.status,
    status_message: info.status_message ?? null,
    params: recordOf(params.kept),
    tags: recordOf(tags.kept),
    created: info.creation_timestamp_ms,
    updated: info.last_updated_timestamp_ms,
  };
  return {
    row,
    // Of this model; what the rows say of it does not count.
    metrics: metrics.kept.map((metric) => ({ ...metric, model_id: info.model_id })),
    refused: [params, tags, metrics].flatMap(({ refused }): Refusal[] => refused),
  };
}

function byRun<T extends { run_id: string }>(metrics: readonly T[]): Map<string, T[]> {
  const runs = new Map<string, T[]>();
  for (const metric of metrics) runs.set(metric.run_id, [...(runs.get(metric.run_id) ?? []), metric]);
  return runs;
}

function recordOf(items: readonly { key: string; value: string }[]): Record<string, string> {
  return Object.fromEntries(items.map(({ key, value }) => [key, value]));
}

function modelIdIn(item: unknown, at: number): string {
  const info: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "info") : undefined;
  return namedBy("model_id")(info, at);
}
