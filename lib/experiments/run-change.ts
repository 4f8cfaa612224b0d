import type { Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { hotWrite } from "@/lib/verbs";
import { tagChanges } from "./experiment-change";
import { changed as changedExperiment } from "./experiments";
import { writeTags } from "./repository/log";
import { countTags, lockRunPlaces, removeTagsOf, setStageOf, writeTagsOf } from "./repository/run-bulk";
import { changeRun, type RunPlace } from "./repository/runs";
import { assertActive, lockActiveRun } from "./runs";
import { isRunId, RUN_NAME_TAG } from "./values";
import { TrainingRunChangeInput, TrainingRunsBody, TrainingRunsTagBody } from "./view-schema";

const target = (id: string) => ({ type: "experiment_run", id });

/** Name, description and tags of one run at once: all of it or nothing. */
export const changeTrainingRun = hotWrite(
  "experiments:write",
  TrainingRunChangeInput,
  async ({ sql, input, audit, unchanged }) => {
    const run = await lockActiveRun(sql, input.run_id);
    const tags = tagChanges(input);
    const { name: was } = await changeRun(sql, run.runId, {
      status: null,
      endTime: null,
      name: input.name ?? null,
    });
    if (input.name !== undefined) await writeTags(sql, run, [{ key: RUN_NAME_TAG, value: input.name }]);
    await applyTags(sql, [run.runId], tags);
    const isRenamed = input.name !== undefined && input.name !== was;
    if (!isRenamed && Object.keys(tags).length === 0) return unchanged(undefined);
    const after = { ...(isRenamed && { name: input.name }), tags };
    return audit(
      "experiment_run.update",
      { target: target(run.runId), before: { name: was }, after },
      undefined,
    );
  },
);

/** All of them or none. Tags that are null are removed. */
export const tagTrainingRuns = hotWrite(
  "experiments:write",
  TrainingRunsTagBody,
  async ({ sql, input, audit, unchanged, event }) => {
    const runs = await lockRuns(sql, input.run_ids);
    runs.forEach(assertActive);
    const ids = runs.map(({ runId }) => runId);
    const keys = Object.keys(input.tags);
    if (keys.length === 0) return unchanged({ changed: 0, replaced: 0 });
    const replaced = await countTags(sql, ids, keys);
    await applyTags(sql, ids, input.tags);
    eachExperiment(runs).forEach(event);
    const detail = { run_ids: ids, tags: input.tags };
    return audit(
      "experiment_run.tag",
      { target: target(ids[0] ?? ""), detail },
      { changed: ids.length, replaced },
    );
  },
);

/** All of them or none. Returns those that were not deleted before. */
export const deleteTrainingRuns = moveTo("deleted", "experiment_run.delete");
/** Also inside of a deleted experiment. */
export const restoreTrainingRuns = moveTo("active", "experiment_run.restore");

function moveTo(stage: RunPlace["lifecycleStage"], action: `${string}.${string}`) {
  return hotWrite("experiments:write", TrainingRunsBody, async ({ sql, input, audit, unchanged, event }) => {
    const runs = await lockRuns(sql, input.run_ids);
    const changed = runs.filter(({ lifecycleStage }) => lifecycleStage !== stage).map(({ runId }) => runId);
    if (changed.length === 0) return unchanged({ changed });
    await setStageOf(sql, changed, stage);
    eachExperiment(runs).forEach(event);
    return audit(action, { target: target(changed[0] ?? ""), detail: { run_ids: changed } }, { changed });
  });
}

/** One event an experiment: as many as there are runs would be read as one for everything. */
function eachExperiment(runs: readonly RunPlace[]) {
  return [...new Set(runs.map(({ experimentId }) => experimentId))].map(changedExperiment);
}

export async function lockRuns(
  sql: Sql,
  given: readonly string[],
  strength: "NO KEY UPDATE" | "UPDATE" = "NO KEY UPDATE",
): Promise<RunPlace[]> {
  const ids = [...new Set(given)];
  const runs = await lockRunPlaces(sql, ids.filter(isRunId), strength);
  const known = new Set(runs.map(({ runId }) => runId));
  const missing = ids.find((id) => !known.has(id));
  if (missing !== undefined) throw new NotFoundError("run", missing);
  return runs;
}

async function applyTags(sql: Sql, ids: readonly string[], tags: Readonly<Record<string, string | null>>) {
  const set = Object.entries(tags).flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
  const gone = Object.keys(tags).filter((key) => tags[key] === null);
  if (set.length > 0) await writeTagsOf(sql, ids, set);
  if (gone.length > 0) await removeTagsOf(sql, ids, gone);
}
