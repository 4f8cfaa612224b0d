import type { LoggedModel } from "./model";
import type { Value } from "./run";
import { get, post, TrackingError } from "./send";

export type ModelVersion = { name: string; version: number; runId: string | null };

/** The next version of a registered model, which is made when there is none of this name. */
export async function registerModel(
  name: string,
  { runId, source }: LoggedModel,
  options: { description?: string; tags?: Readonly<Record<string, Value>> } = {},
): Promise<ModelVersion> {
  await post("/registered-models/create", { name }).catch(unless("RESOURCE_ALREADY_EXISTS"));
  const tags = Object.entries(options.tags ?? {}).map(([key, value]) => ({ key, value: String(value) }));
  const { description } = options;
  const made = await post(
    "/model-versions/create",
    { name, source, run_id: runId, tags, ...(description !== undefined && { description }) },
    { repeatable: false },
  );
  return versionOf(made.model_version);
}

/** The version that has this alias; null when there is none, or no such model. */
export async function versionByAlias(name: string, alias: string): Promise<ModelVersion | null> {
  const found = await get("/registered-models/alias", { name, alias }).catch((error: unknown) => {
    // An alias that nothing has is an invalid parameter to MLflow.
    if (error instanceof TrackingError && NOT_THERE.has(error.code)) return null;
    throw error;
  });
  return found === null ? null : versionOf(found.model_version);
}

export async function setAlias(name: string, alias: string, version: number): Promise<void> {
  await post("/registered-models/alias", { name, alias, version: String(version) });
}

export async function setVersionTag(
  { name, version }: ModelVersion,
  key: string,
  value: Value,
): Promise<void> {
  await post("/model-versions/set-tag", { name, version: String(version), key, value: String(value) });
}

/** What a run's metrics were last. */
export async function metricsOf(runId: string): Promise<Record<string, number>> {
  const { run } = await get("/runs/get", { run_id: runId });
  const metrics: { key: string; value: number | string }[] = run.data.metrics ?? [];
  return Object.fromEntries(metrics.map(({ key, value }) => [key, Number(value)]));
}

const NOT_THERE = new Set(["RESOURCE_DOES_NOT_EXIST", "INVALID_PARAMETER_VALUE"]);

function unless(code: string) {
  return (error: unknown) => {
    if (!(error instanceof TrackingError && error.code === code)) throw error;
  };
}

function versionOf(given: { name: string; version: string; run_id?: string }): ModelVersion {
  return { name: given.name, version: Number(given.version), runId: given.run_id || null };
}
