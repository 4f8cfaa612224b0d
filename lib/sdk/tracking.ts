/**
 * The module "gwanje/tracking" of task code: runs, metrics, files and models, logged as MLflow's clients do and found in the
 * console's Experiments and Models. The worker sets what it reads of the environment; nothing needs to be configured.
 */
import { readTracking } from "./tracking/environment";
import { type TrackedRun, trackedRun, type Value } from "./tracking/run";
import { get, post, TrackingError } from "./tracking/send";

export type { LoggedModel, ModelFiles } from "./tracking/model";
export {
  type ModelVersion,
  metricsOf,
  registerModel,
  setAlias,
  setVersionTag,
  versionByAlias,
} from "./tracking/registry";
export type { Ending, TrackedRun, Value } from "./tracking/run";
export { TrackingError } from "./tracking/send";

export type RunOptions = {
  /** An experiment by name, which is made when there is none. By default that of MLFLOW_EXPERIMENT_ID or _NAME, else "Default". */
  experiment?: string;
  /** By default one is made up. */
  name?: string;
  tags?: Readonly<Record<string, Value>>;
  /** A run that this one is part of. */
  parentRunId?: string;
  /** Takes up this run again instead of beginning one. */
  runId?: string;
};

/** Begins a run, which knows the attempt that began it. Who begins one ends it with `end`; `withRun` does that for you. */
export async function startRun(options: RunOptions = {}): Promise<TrackedRun> {
  if (options.runId !== undefined) {
    await post("/runs/update", { run_id: options.runId, status: "RUNNING" });
    return shown(await get("/runs/get", { run_id: options.runId }));
  }
  const { source, experimentId, experimentName } = readTracking(process.env);
  const name = options.experiment ?? (experimentId === null ? experimentName : null);
  const tags = {
    ...(source !== null && { "mlflow.source.name": source, "mlflow.source.type": "JOB" }),
    ...(options.parentRunId !== undefined && { "mlflow.parentRunId": options.parentRunId }),
    ...options.tags,
  };
  return shown(
    await post(
      "/runs/create",
      {
        experiment_id: name === null ? (experimentId ?? "0") : await experimentOf(name),
        start_time: Date.now(),
        ...(options.name !== undefined && { run_name: options.name }),
        tags: Object.entries(tags).map(([key, value]) => ({ key, value: String(value) })),
      },
      { repeatable: false },
    ),
  );
}

/** Runs `work` within a run that ends as finished, or as failed with what `work` throws. */
export async function withRun<T>(options: RunOptions, work: (run: TrackedRun) => Promise<T>): Promise<T> {
  const run = await startRun(options);
  let value: T;
  try {
    value = await work(run);
  } catch (error) {
    // The first error is the one to know.
    await run.end("FAILED").catch(() => {});
    throw error;
  }
  await run.end();
  return value;
}

function shown({ run }: { run: { info: { run_id: string; experiment_id: string; artifact_uri: string } } }) {
  const { run_id, experiment_id, artifact_uri } = run.info;
  return trackedRun({ id: run_id, experimentId: experiment_id, artifactUri: artifact_uri });
}

/** Tasks that begin at the same time may both make it: who comes second finds it. */
async function experimentOf(name: string): Promise<string> {
  const found = await experimentNamed(name);
  if (found !== null) return found;
  const made = await post("/experiments/create", { name }, { repeatable: false }).catch((error: unknown) => {
    if (error instanceof TrackingError && error.code === "RESOURCE_ALREADY_EXISTS") return null;
    throw error;
  });
  const id: string | null = made?.experiment_id ?? (await experimentNamed(name));
  if (id === null) throw new TrackingError(404, "RESOURCE_DOES_NOT_EXIST", `The experiment ${name} is gone.`);
  return id;
}

async function experimentNamed(name: string): Promise<string | null> {
  const found = await get("/experiments/get-by-name", { experiment_name: name }).catch((error: unknown) => {
    if (error instanceof TrackingError && error.code === "RESOURCE_DOES_NOT_EXIST") return null;
    throw error;
  });
  return found?.experiment.experiment_id ?? null;
}
