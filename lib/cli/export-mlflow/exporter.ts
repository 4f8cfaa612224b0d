import type { Experiment } from "../mlflow/shapes";
import { sendModels } from "./models";
import { sendRegistry } from "./registry";
import { createRuns, type Exporting, fillRuns, findRuns } from "./runs";

export type Whole = Exporting & {
  only: readonly string[];
  withRegistry: boolean;
  step(done: number, total: number): void;
};

/** Everything, in an order in which nothing names what is not there yet. What is there already is found by its tag. */
export async function exportAll(all: Whole): Promise<void> {
  const experiments: Experiment[] = [];
  for await (const one of all.source.experiments())
    if (all.only.length === 0 || all.only.includes(one.name)) experiments.push(one);
  for (const [at, one] of experiments.entries()) {
    await sendExperiment(all, one);
    all.step(at + 1, experiments.length);
  }
  if (all.withRegistry) await sendRegistry(all);
}

/** A deleted experiment takes nothing: it is deleted when it has everything. */
async function sendExperiment(all: Whole, one: Experiment): Promise<void> {
  const { target, tally } = all;
  tally.add("experiments");
  const known = await target.experimentBy(one.name);
  const to = known?.experiment_id ?? (await target.createExperiment(one.name, one.tags));
  const pair = { from: one.experiment_id, to };
  if (known?.lifecycle_stage === "deleted") await target.stageExperiment(to, "restore");
  if (known)
    for (const { key, value } of one.tags)
      if (known.tags.find((tag) => tag.key === key)?.value !== value)
        await target.tagExperiment(to, { key, value });
  const found = await findRuns(all, to);
  await createRuns(all, pair);
  await sendModels(all, pair);
  await fillRuns(all, pair, found);
  if (one.lifecycle_stage === "deleted") await target.stageExperiment(to, "delete");
}
