import { eachAtOnce, inLists } from "../each";
import type { Experiment, Model } from "../mlflow/shapes";
import { bringFiles } from "./files";
import { bringRegistry } from "./registry";
import { bringRuns, type Importing } from "./runs";
import { MOST, type Placed } from "./target";

export type Whole = Importing & {
  /** Under which name the source is remembered here. */
  name: string;
  only: readonly string[];
  withRegistry: boolean;
  told(experiment: Experiment, placed: Placed): void;
  step(done: number, total: number, experiment: Experiment): void;
};

/** Everything, in an order in which nothing points at what is not there yet. */
export async function importAll(all: Whole): Promise<void> {
  const { source, target, tally, name } = all;
  await target.begin(name, source.name);
  const experiments: Experiment[] = [];
  for await (const one of source.experiments())
    if (all.only.length === 0 || all.only.includes(one.name)) experiments.push(one);
  const places = new Map<string, Placed>();
  for (let at = 0; at < experiments.length; at += MOST.experiments)
    for (const placed of await target.experiments(name, experiments.slice(at, at + MOST.experiments)))
      places.set(placed.source_id, placed);
  for (const [at, one] of experiments.entries()) {
    const placed = places.get(one.experiment_id);
    if (placed) {
      all.told(one, placed);
      tally.add("experiments");
      await bringRuns(all, one.experiment_id, placed.experiment_id);
      await bringModels(all, one.experiment_id, placed.experiment_id);
    }
    all.step(at + 1, experiments.length, one);
  }
  if (all.withRegistry) await bringRegistry(all);
  await target.end(name, { ...tally.counts, problems: tally.problemCount });
}

async function bringModels(all: Importing, sourceId: string, experimentId: string): Promise<void> {
  for await (const models of inLists(all.source.models(sourceId), MOST.models)) {
    await all.target.models(experimentId, models);
    all.tally.add("models", models.length);
    if (all.withFiles) await eachAtOnce(models, all.parallel, (model) => filesOf(all, model, experimentId));
    all.moved();
  }
}

async function filesOf(all: Importing, { info }: Model, experimentId: string): Promise<void> {
  const { model_id: modelId, experiment_id, artifact_uri: uri } = info;
  const of = { modelId, experimentId: experiment_id, uri };
  await bringFiles(all, of, `${experimentId}/models/${modelId}/artifacts`);
}
