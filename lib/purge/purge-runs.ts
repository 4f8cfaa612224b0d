import { lockRunPlaces } from "@/lib/experiments";
import { isRunId } from "@/lib/experiments/values";
import { defineLongJob, enqueueLongJob } from "@/lib/long-jobs";
import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { RUNS_AT_ONCE, removeBatch } from "./remove-runs";
import { NOTHING_PURGED, Purged, type PurgePreview, RunPurgeBody, RunsPurge } from "./schema";
import { sumPurged } from "./sum";
import { refuseNeeded, weigh } from "./weigh";

/** What goes with runs, and why they cannot go now. */
export const previewRunPurge = read(
  "experiments:read",
  RunPurgeBody,
  async (ctx, input): Promise<PurgePreview> => {
    const ids = [...new Set(input.run_ids)].filter(isRunId);
    const { active, ...weight } = await weigh(ctx, { runIds: ids });
    if (weight.runs < new Set(input.run_ids).size) await missing(poolSql(ctx.db.pool), input.run_ids);
    const refused = active > 0 ? "not_deleted" : weight.versions_count > 0 ? "versions" : null;
    return { ...weight, refused };
  },
);

/**
 * Deleted runs with their points, the models that they logged and all files. A token that may log runs only must not take them
 * away for good: this needs artifacts:write too.
 */
export const runsPurge = defineLongJob({
  name: "purge-runs",
  input: RunsPurge,
  checkpoint: Purged,
  permissions: ["experiments:write", "artifacts:write"],
  subject: ({ run_ids }) => `${run_ids[0]}${run_ids.length > 1 ? ` + ${run_ids.length - 1}` : ""}`,
  async run({ ctx, input, checkpoint, progress, signal }) {
    let purged = checkpoint ?? NOTHING_PURGED;
    const total = input.run_ids.length;
    for (let from = 0; from < total; from += RUNS_AT_ONCE) {
      progress({ done: from, total, unit: "runs" }, purged);
      const run_ids = input.run_ids.slice(from, from + RUNS_AT_ONCE);
      purged = sumPurged(purged, await removeBatch(ctx, { run_ids, deletedOnly: true }, signal));
    }
    return purged;
  },
});

/** Audited whole, before the first row goes. */
export const purgeRuns = hotWrite("experiments:write", RunPurgeBody, async ({ input, audit, ...rest }) => {
  const { sql } = rest;
  const ids = [...new Set(input.run_ids)];
  const runs = await lockRunPlaces(sql, ids.filter(isRunId), "UPDATE");
  if (runs.length < ids.length) await missing(sql, ids);
  if (runs.some(({ lifecycleStage }) => lifecycleStage === "active")) throw notDeleted();
  await refuseNeeded(sql, { runIds: ids });
  const started = await enqueueLongJob(runsPurge, rest, { run_ids: ids });
  const detail = { run_ids: ids, long_job: started.id };
  return audit(
    "experiment_run.purge",
    { target: { type: "experiment_run", id: ids[0] ?? "" }, detail },
    started,
  );
});

async function missing(sql: Sql, ids: readonly string[]): Promise<void> {
  const known = new Set((await lockRunPlaces(sql, ids.filter(isRunId))).map(({ runId }) => runId));
  const gone = ids.find((id) => !known.has(id));
  if (gone !== undefined) throw new NotFoundError("run", gone);
}

export function notDeleted(): ConflictError {
  return new ConflictError(
    "Only what is deleted can be removed for good. Delete it first.",
    because("not_deleted"),
  );
}
