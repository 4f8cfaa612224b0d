import {
  filesOf,
  isRemoving,
  lockExperiment,
  markRemoving,
  readExperiment,
  removeExperimentRow,
  someRunsOf,
  weighRemoval,
} from "@/lib/experiments";
import { isExperimentId } from "@/lib/experiments/values";
import { defineLongJob, enqueueLongJob } from "@/lib/long-jobs";
import { poolSql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { removeDue, removeLater } from "@/lib/platform/storage/removal";
import { hotWrite, read } from "@/lib/verbs";
import { notDeleted } from "./purge-runs";
import { RUNS_AT_ONCE, removeBatch } from "./remove-runs";
import { ExperimentPurge, ExperimentPurgeRef, NOTHING_PURGED, Purged, type PurgePreview } from "./schema";
import { sumPurged } from "./sum";
import { refuseNeeded, weigh } from "./weigh";

/** Clients that name no experiment write into it. */
const DEFAULT_ID = "0";

/** What goes with an experiment, and why it cannot go now. */
export const previewExperimentPurge = read(
  "experiments:read",
  ExperimentPurgeRef,
  async (ctx, input): Promise<PurgePreview> => {
    const { id, lifecycle } = await readExperiment(ctx, input);
    const { active: _, ...weight } = await weigh(ctx, { experimentId: id });
    return { ...weight, refused: refusal(id, lifecycle === "deleted", weight.versions_count) };
  },
);

function refusal(id: string, isDeleted: boolean, versions: number): PurgePreview["refused"] {
  if (id === DEFAULT_ID) return "default";
  if (!isDeleted) return "not_deleted";
  return versions > 0 ? "versions" : null;
}

/**
 * Runs go in batches of a transaction each; if this is cut short, the experiment stays out of sight with the runs that are
 * left, and another attempt goes on.
 */
export const experimentPurge = defineLongJob({
  name: "purge-experiment",
  input: ExperimentPurge,
  checkpoint: Purged,
  permissions: ["experiments:write", "artifacts:write"],
  subject: ({ name }) => name,
  exclusive: ({ experiment_id }) => experiment_id,
  async run({ ctx, input, checkpoint, progress, signal }) {
    const sql = poolSql(ctx.db.pool);
    let purged = checkpoint ?? NOTHING_PURGED;
    const { runs } = await weighRemoval(sql, { experimentId: input.experiment_id });
    const total = purged.runs + runs;
    for (;;) {
      progress({ done: purged.runs, total, unit: "runs" }, purged);
      signal.throwIfAborted();
      const run_ids = await someRunsOf(sql, input.experiment_id, RUNS_AT_ONCE);
      if (run_ids.length === 0) break;
      purged = sumPurged(purged, await removeBatch(ctx, { run_ids, deletedOnly: false }, signal));
    }
    const logged_models = await endPurge(ctx, input);
    await removeDue(ctx, signal);
    return sumPurged(purged, { ...NOTHING_PURGED, logged_models });
  },
});

const endPurge = hotWrite(
  "experiments:write",
  ExperimentPurgeRef,
  async ({ sql, input, unchanged, event }) => {
    const id = input.experiment_id;
    // An earlier attempt ended it and died before it could say so.
    if (!(await isRemoving(sql, id))) return unchanged(0);
    await refuseNeeded(sql, { experimentId: id });
    const models = await removeExperimentRow(sql, id);
    await removeLater(
      sql,
      models.map((model) => ({ key: filesOf(model), isPrefix: true })),
    );
    event({ topic: "experiment", id });
    return unchanged(models.length);
  },
);

/** Out of sight at once, with its name free. Audited whole, before the first row goes. */
export const purgeExperiment = hotWrite(
  "experiments:write",
  ExperimentPurgeRef,
  async ({ input, audit, ...rest }) => {
    const { sql } = rest;
    const id = input.experiment_id;
    const found = isExperimentId(id) ? await lockExperiment(sql, id) : null;
    if (!found) throw new NotFoundError("experiment", id);
    if (found.id === DEFAULT_ID) throw isDefault();
    if (found.lifecycleStage === "active") throw notDeleted();
    await refuseNeeded(sql, { experimentId: found.id });
    const { runs, models, datasets } = await weighRemoval(sql, { experimentId: found.id });
    const started = await enqueueLongJob(experimentPurge, rest, {
      experiment_id: found.id,
      name: found.name,
    });
    await markRemoving(sql, found.id);
    rest.event({ topic: "experiment", id: found.id });
    const detail = { runs, logged_models: models, datasets, long_job: started.id };
    const target = { type: "experiment", id: found.id };
    return audit("experiment.purge", { target, before: { name: found.name }, detail }, started);
  },
);

function isDefault(): ConflictError {
  return new ConflictError(
    "The experiment 0 stays: clients that name no experiment write into it. Its runs can be removed.",
    because("default_experiment"),
  );
}
