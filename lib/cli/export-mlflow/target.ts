import * as z from "zod";
import { escaped, restSource } from "../mlflow/rest-source";
import { Experiment, Model, type Point, Registered, Run, Version } from "../mlflow/shapes";
import { Refused, type Server } from "../server";

const API = "/api/2.0/mlflow";
export type KeyValue = { key: string; value: string };
const Nothing = z.unknown();
const VersionOf = z.looseObject({ model_version: Version });

/** What MLflow's own protocol takes in one message. */
export const MOST = { metrics: 1_000, params: 100, tags: 100 } as const;

/** An official server, through what its clients may say. What makes something new is sent once and never again by itself. */
export function exportTarget(server: Server) {
  const post = <T>(path: string, body: unknown, schema: z.ZodType<T>, once = false) =>
    server.send("POST", API + path, body, schema, { once });
  return {
    /** Everything that is read there. */
    read: restSource(server),
    experimentBy: (experiment_name: string) =>
      orNothing(
        server.get(
          `${API}/experiments/get-by-name`,
          { experiment_name },
          z.looseObject({ experiment: Experiment }),
        ),
      ).then((found) => found?.experiment ?? null),
    createExperiment: (name: string, tags: readonly KeyValue[]) =>
      post("/experiments/create", { name, tags }, z.object({ experiment_id: z.string() }), true).then(
        ({ experiment_id }) => experiment_id,
      ),
    tagExperiment: (experiment_id: string, tag: KeyValue) =>
      post("/experiments/set-experiment-tag", { experiment_id, ...tag }, Nothing),
    stageExperiment: (experiment_id: string, stage: "delete" | "restore") =>
      post(`/experiments/${stage}`, { experiment_id }, Nothing),

    createRun: (body: Record<string, unknown>) =>
      post("/runs/create", body, z.looseObject({ run: Run }), true).then(({ run }) => run.info.run_id),
    log: (
      run_id: string,
      batch: { metrics?: readonly Point[]; params?: readonly KeyValue[]; tags?: readonly KeyValue[] },
    ) => post("/runs/log-batch", { run_id, ...batch }, Nothing),
    logInputs: (run_id: string, inputs: { datasets?: readonly unknown[]; models?: readonly unknown[] }) =>
      post("/runs/log-inputs", { run_id, ...inputs }, Nothing),
    logOutputs: (run_id: string, models: readonly unknown[]) =>
      post("/runs/outputs", { run_id, models }, Nothing),
    updateRun: (body: { run_id: string; status: string; end_time?: number | string | undefined }) =>
      post("/runs/update", body, Nothing),
    stageRun: (run_id: string, stage: "delete" | "restore") => post(`/runs/${stage}`, { run_id }, Nothing),

    createModel: (body: Record<string, unknown>) =>
      post("/logged-models", body, z.looseObject({ model: Model }), true).then(({ model }) => model),
    modelParams: (model_id: string, params: readonly KeyValue[]) =>
      post(`/logged-models/${model_id}/params`, { model_id, params }, Nothing),
    tagModel: (model_id: string, tags: readonly KeyValue[]) =>
      server.send("PATCH", `${API}/logged-models/${model_id}/tags`, { model_id, tags }, Nothing),
    finishModel: (model_id: string, status: string) =>
      server.send("PATCH", `${API}/logged-models/${model_id}`, { model_id, status }, Nothing),

    runUri: (run_id: string) =>
      server
        .get(`${API}/runs/get`, { run_id }, z.looseObject({ run: Run }))
        .then(({ run }) => run.info.artifact_uri),
    modelUri: (model_id: string) =>
      server
        .get(`${API}/logged-models/${model_id}`, {}, z.looseObject({ model: Model }))
        .then(({ model }) => model.info.artifact_uri),
    file: (
      uri: string,
      path: string,
      open: () => Promise<{ body: ReadableStream<Uint8Array>; size: number | null }>,
    ) => server.upload(`/api/2.0/mlflow-artifacts/artifacts/${escaped(`${placeOf(uri)}/${path}`)}`, open),

    registeredBy: (name: string) =>
      orNothing(
        server.get(`${API}/registered-models/get`, { name }, z.looseObject({ registered_model: Registered })),
      ).then((found) => found?.registered_model ?? null),
    register: (body: { name: string; description?: string | undefined; tags: readonly KeyValue[] }) =>
      post("/registered-models/create", body, Nothing, true),
    createVersion: (body: Record<string, unknown>) =>
      post("/model-versions/create", body, VersionOf, true).then(({ model_version }) =>
        Number(model_version.version),
      ),
    deleteVersion: (name: string, version: string) =>
      server.send("DELETE", `${API}/model-versions/delete`, { name, version }, Nothing),
    stageVersion: (name: string, version: string, stage: string) =>
      post(
        "/model-versions/transition-stage",
        { name, version, stage, archive_existing_versions: false },
        Nothing,
      ),
    setAlias: (name: string, alias: string, version: string) =>
      post("/registered-models/alias", { name, alias, version }, Nothing),
  };
}
export type ExportTarget = ReturnType<typeof exportTarget>;

/** Where its server keeps files behind its own address; other stores it would have to be asked for itself. */
function placeOf(uri: string): string {
  const place = /^mlflow-artifacts:(?:\/\/[^/]*)?\/(.*)$/.exec(uri)?.[1];
  if (place === undefined)
    throw new Refused(501, `its files lie at ${uri}, which only its own clients can write to`, "The server");
  return place;
}

async function orNothing<T>(asked: Promise<T>): Promise<T | null> {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Refused && error.status === 404) return null;
    throw error;
  }
}
