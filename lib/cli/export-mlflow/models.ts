import type { Model, Point } from "../mlflow/shapes";
import { Refused } from "../server";
import { sendFiles } from "./files";
import { MODEL_ID_TAG } from "./ids";
import type { Exporting, Pair } from "./runs";

/** Of what a model was made of, MLflow takes so many parameters at its birth; the others follow. */
const PARAMS_AT_ONCE = 100;
const PENDING = "LOGGED_MODEL_PENDING";

/** Models that runs logged; their runs are there already. */
export async function sendModels(all: Exporting, { from, to }: Pair): Promise<void> {
  const known = new Map<string, Model>();
  for await (const model of all.target.read.models(to)) {
    const here = model.info.tags.find(({ key }) => key === MODEL_ID_TAG)?.value;
    if (here !== undefined) known.set(here, model);
  }
  for await (const model of all.source.models(from)) {
    all.tally.add("models");
    try {
      const there = known.get(model.info.model_id) ?? (await create(all, model, to));
      all.ids.models.set(model.info.model_id, there.info.model_id);
      await fill(all, model, there);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      all.tally.note([{ kind: "logged model", id: model.info.model_id, problem: error.message }]);
    }
    all.moved();
  }
}

function create({ target, ids }: Exporting, { info, data }: Model, to: string): Promise<Model> {
  const run = info.source_run_id && ids.runs.get(info.source_run_id);
  return target.createModel({
    experiment_id: to,
    name: info.name,
    model_type: info.model_type,
    ...(run && { source_run_id: run }),
    params: data.params.slice(0, PARAMS_AT_ONCE),
    tags: [{ key: MODEL_ID_TAG, value: info.model_id }],
  });
}

async function fill(all: Exporting, { info, data }: Model, there: Model): Promise<void> {
  const { target, ids } = all;
  const id = there.info.model_id;
  const has = new Set(there.data.params.map(({ key }) => key));
  const missing = data.params.filter(({ key }) => !has.has(key));
  for (let at = 0; at < missing.length; at += PARAMS_AT_ONCE)
    await target.modelParams(id, missing.slice(at, at + PARAMS_AT_ONCE));
  const tags = ids.tags(info.tags);
  if (tags.length > 0) await target.tagModel(id, tags);
  await sendMetrics(all, data.metrics, id);
  if (all.withFiles) {
    const from = { modelId: info.model_id, experimentId: info.experiment_id, uri: info.artifact_uri };
    const to = { modelId: id, experimentId: there.info.experiment_id, uri: there.info.artifact_uri };
    await sendFiles(all, from, to);
  }
  if (info.status !== PENDING && there.info.status !== info.status) await target.finishModel(id, info.status);
}

/** Points of a run that name the model; the run has them too. */
async function sendMetrics(
  { target, ids }: Exporting,
  metrics: readonly Point[],
  model_id: string,
): Promise<void> {
  for (const { run_id, ...metric } of metrics) {
    const run = typeof run_id === "string" ? ids.runs.get(run_id) : undefined;
    if (run !== undefined) await target.log(run, { metrics: [{ ...metric, model_id }] });
  }
}
