import type { Sql } from "@/lib/platform/db";
import { changeModel, findModel, keepModel, lockModel } from "./repository/models";
import { keepRun } from "./repository/runs";
import { isModelId, isRunId, MODEL_VERSIONS_TAG } from "./values";

/**
 * Where the artifacts of a run or of a logged model lie, as clients name it; null when there is no such thing. In a transaction
 * it is kept from removal until the end: who writes this place down is there when the removal looks for those who need it.
 */
export async function findOrigin(
  sql: Sql,
  of: { runId: string } | { modelId: string },
): Promise<string | null> {
  if ("runId" in of) {
    const run = isRunId(of.runId) ? await keepRun(sql, of.runId) : null;
    return run && `mlflow-artifacts:/${run.experimentId}/${run.runId}/artifacts`;
  }
  const model = isModelId(of.modelId) ? await keepModel(sql, of.modelId) : null;
  if (!model || model.deleted) return null;
  return `mlflow-artifacts:/${model.experimentId}/models/${model.modelId}/artifacts`;
}

/** The run that logged a model; null when it does not say, or is not there. */
export async function findSourceRun(sql: Sql, modelId: string): Promise<string | null> {
  const model = isModelId(modelId) ? await findModel(sql, modelId) : null;
  return model?.sourceRunId ?? null;
}

/** The logged model says which versions were made of it. One that is not there has nothing to say. */
export async function noteModelVersion(
  sql: Sql,
  modelId: string,
  made: { name: string; version: number },
  now: number,
): Promise<void> {
  const model = isModelId(modelId) ? await lockModel(sql, modelId) : null;
  if (!model) return;
  const versions = [...versionsOf(model.tags[MODEL_VERSIONS_TAG]), made];
  const tags = { ...model.tags, [MODEL_VERSIONS_TAG]: JSON.stringify(versions) };
  await changeModel(sql, modelId, { tags }, now);
}

/** A client may have written anything there. */
function versionsOf(text: string | undefined): unknown[] {
  try {
    const known: unknown = JSON.parse(text ?? "[]");
    return Array.isArray(known) ? known : [];
  } catch {
    return [];
  }
}
