import type { Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { hotWrite } from "@/lib/verbs";
import { changed } from "../experiments";
import { findExperiment } from "../repository/experiments";
import {
  addParams,
  addTags,
  type IncomingRun,
  type OfRun,
  type PlacedRun,
  placeRuns,
  rememberRuns,
} from "../repository/import";
import { writeInputs } from "../repository/inputs";
import { linkModels } from "../repository/models";
import { CutTag, Param } from "../schema";
import { cut, isExperimentId, lastOfEach, MAX_RUN_NAME, RUN_NAME_TAG } from "../values";
import { FinishRunsInput, ImportRunsInput, SourceInput, SourceModelLink, SourceRun } from "./schema";
import { namedBy, type Refusal, sift } from "./sift";

const CONTEXT_TAG = "mlflow.data.context";

/**
 * Runs with their ids and times, parameters, tags, datasets and models, as often as one likes. What has ended here is only
 * added to: what people changed since an earlier import stays. `is_done`: an earlier import brought it whole, and it is the
 * same at its server.
 */
export const importRuns = hotWrite(
  "imports:write",
  ImportRunsInput,
  async ({ sql, ctx, input, unchanged, event }) => {
    const id = input.experiment_id;
    const experiment = isExperimentId(id) ? await findExperiment(sql, id) : null;
    if (!experiment) throw new NotFoundError("experiment", id);
    const sifted = sift(SourceRun, input.runs, "run", runIdIn);
    const runs = [...new Map(sifted.kept.map((run) => [run.info.run_id, run])).values()];
    const to = {
      experimentId: id,
      isDeleted: experiment.lifecycleStage === "deleted",
      createdBy: ctx.actor.id,
    };
    const contents = runs.map((run) => contentOf(run));
    const placed =
      runs.length > 0
        ? await placeRuns(
            sql,
            to,
            contents.map(({ row }) => row),
          )
        : [];
    const places = new Map(placed.map((place) => [place.runId, place]));
    const known = contents.flatMap((content) => {
      const place = places.get(content.row.run_id);
      return place ? [{ ...content, place }] : [];
    });
    await bring(sql, known);
    if (placed.some(({ isNew, isOpen }) => isNew || isOpen)) event(changed(id));
    return unchanged({
      runs: known.map(({ row, place, fingerprint }) => ({
        run_id: row.run_id,
        is_new: place.isNew,
        is_done: fingerprint !== "" && place.fingerprint === fingerprint,
      })),
      refused: [...sifted.refused, ...contents.flatMap(({ refused }) => refused)],
    });
  },
);

/** They came whole: metrics and files too. */
export const finishRuns = hotWrite("imports:write", FinishRunsInput, async ({ sql, input, unchanged }) => {
  await rememberRuns(sql, input.runs);
  return unchanged(undefined);
});

type Content = ReturnType<typeof contentOf>;

function contentOf({ info, data, inputs, outputs, fingerprint }: SourceRun) {
  const of = `${info.run_id}: `;
  const params = sift(Param, data.params, "parameter", namedBy("key", of));
  const tags = sift(CutTag, data.tags, "tag", namedBy("key", of));
  const datasets = sift(SourceInput, inputs.dataset_inputs, "dataset", (_, at) => `${of}#${at}`);
  const used = sift(SourceModelLink, inputs.model_inputs, "model input", namedBy("model_id", of));
  const logged = sift(SourceModelLink, outputs.model_outputs, "model output", namedBy("model_id", of));
  const tagged = tags.kept.find(({ key }) => key === RUN_NAME_TAG)?.value;
  // Runs of MLflow 1 may have none.
  const name = cut(tagged || info.run_name || info.run_id, MAX_RUN_NAME);
  const row: IncomingRun = { ...info, name, end_time: info.end_time ?? null };
  return {
    row,
    fingerprint,
    params: lastOfEach(params.kept),
    tags: lastOfEach([...tags.kept, { key: RUN_NAME_TAG, value: name }]),
    datasets: datasets.kept,
    used: used.kept,
    logged: logged.kept,
    refused: [params, tags, datasets, used, logged].flatMap(({ refused }): Refusal[] => refused),
  };
}

/** A row of a run lies in the experiment of its run, which may have moved since. */
async function bring(sql: Sql, runs: readonly (Content & { place: PlacedRun })[]): Promise<void> {
  const tagsOf = (open: boolean) =>
    runs.flatMap(({ place, tags }) => (place.isOpen === open ? itemsOf(place, tags) : []));
  await addParams(
    sql,
    runs.flatMap(({ place, params }) => itemsOf(place, params)),
  );
  await addTags(sql, tagsOf(true), "change");
  await addTags(sql, tagsOf(false), "stay");
  for (const { place, datasets, used, logged } of runs) {
    const inputs = datasets.map(({ dataset, tags }) => ({
      ...dataset,
      schema: dataset.schema ?? null,
      profile: dataset.profile ?? null,
      tags,
      context: tags.find(({ key }) => key === CONTEXT_TAG)?.value ?? null,
    }));
    if (inputs.length > 0) await writeInputs(sql, place, inputs);
    await linkModels(sql, place.runId, "input", used);
    await linkModels(sql, place.runId, "output", logged);
  }
}

function itemsOf(
  { runId, experimentId }: PlacedRun,
  items: readonly { key: string; value: string }[],
): OfRun[] {
  return items.map(({ key, value }) => ({ runId, experimentId, key, value }));
}

function runIdIn(item: unknown, at: number): string {
  const info: unknown = typeof item === "object" && item !== null ? Reflect.get(item, "info") : undefined;
  return namedBy("run_id")(info, at);
}
