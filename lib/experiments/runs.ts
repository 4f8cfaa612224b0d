import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { uuidV7 } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { changed, experimentDeleted } from "./experiments";
import { findExperiment } from "./repository/experiments";
import { removeTag, writeTags } from "./repository/log";
import { findRunJson } from "./repository/run-json";
import { changeRun, insertRun, lockRunPlace, type RunPlace, setRunStage } from "./repository/runs";
import { newRunName } from "./run-name";
import { CreateRunInput, RunRef, UpdateRunInput } from "./schema";
import { CLOSED_TAG, isExperimentId, isOpen, isRunId, lastOfEach, RUN_NAME_TAG } from "./values";

const target = (id: string) => ({ type: "experiment_run", id });

/** As MLflow's clients read it: JSON text, see repository/run-json.ts. Deleted ones too. */
export const getRun = read("experiments:read", RunRef, async (ctx, { run_id }) => {
  const json = isRunId(run_id) ? await findRunJson(poolSql(ctx.db.pool), run_id) : null;
  if (json === null) throw new NotFoundError("run", run_id);
  return json;
});

/** A run without a name is given one, and its name is a tag too. One that a task makes is tied to its attempt. */
export const createRun = hotWrite("experiments:write", CreateRunInput, async ({ sql, ctx, input, audit }) => {
  const id = input.experiment_id;
  const now = ctx.clock.now().getTime();
  const runId = uuidV7(now).replaceAll("-", "");
  const tags = lastOfEach(input.tags);
  const name = nameOf(input.run_name, tags.find(({ key }) => key === RUN_NAME_TAG)?.value);
  const json = isExperimentId(id)
    ? await insertRun(sql, {
        runId,
        experimentId: id,
        name,
        userId: input.user_id,
        startTime: input.start_time ?? String(now),
        createdBy: ctx.actor.id,
        attemptId: ctx.actor.attempt?.attemptId ?? null,
        dagRunId: ctx.actor.attempt?.runId ?? null,
        tags: lastOfEach([...tags, { key: RUN_NAME_TAG, value: name }]),
      })
    : null;
  if (json === null) throw await whyNoRun(sql, id);
  return audit("experiment_run.create", { target: target(runId), after: { name, experiment_id: id } }, json);
});

async function whyNoRun(sql: Sql, id: string): Promise<Error> {
  const experiment = isExperimentId(id) ? await findExperiment(sql, id) : null;
  return experiment ? experimentDeleted(experiment.name) : new NotFoundError("experiment", id);
}

function nameOf(given: string, tag: string | undefined): string {
  if (given !== "" && tag !== undefined && tag !== "" && tag !== given) {
    const words = `run_name is ${JSON.stringify(given)} and the tag ${RUN_NAME_TAG} is ${JSON.stringify(tag)}; give one of them, or the same twice.`;
    throw InvalidError.field("/run_name", words, because("invalid_value", { allowed: tag }));
  }
  return given || tag || newRunName();
}

/**
 * Status, end and name. Any status may follow any other: a finished run can be taken up again, and is then tied to the
 * attempt that does so. An empty name is no change.
 */
export const updateRun = hotWrite("experiments:write", UpdateRunInput, async ({ sql, ctx, input, audit }) => {
  const run = await lockActiveRun(sql, input.run_id);
  const name = input.run_name || null;
  const { json, ...before } = await changeRun(sql, run.runId, {
    status: input.status ?? null,
    endTime: input.end_time ?? null,
    name,
    heldBy: ctx.actor.attempt?.attemptId ?? null,
  });
  if (input.status && isOpen(input.status)) await removeTag(sql, run.runId, CLOSED_TAG);
  if (name !== null) await writeTags(sql, run, [{ key: RUN_NAME_TAG, value: name }]);
  const after = { status: input.status ?? before.status, name: name ?? before.name };
  return audit("experiment_run.update", { target: target(run.runId), before, after }, json);
});

/** Again changes nothing. */
export const deleteRun = hotWrite(
  "experiments:write",
  RunRef,
  async ({ sql, input, audit, unchanged, event }) => {
    const { runId, experimentId, lifecycleStage } = await lockRun(sql, input.run_id);
    if (lifecycleStage === "deleted") return unchanged(undefined);
    await setRunStage(sql, runId, "deleted");
    event(changed(experimentId));
    return audit("experiment_run.delete", { target: target(runId) }, undefined);
  },
);

/** Also inside of a deleted experiment. */
export const restoreRun = hotWrite(
  "experiments:write",
  RunRef,
  async ({ sql, input, audit, unchanged, event }) => {
    const { runId, experimentId, lifecycleStage } = await lockRun(sql, input.run_id);
    if (lifecycleStage === "active") return unchanged(undefined);
    await setRunStage(sql, runId, "active");
    event(changed(experimentId));
    return audit("experiment_run.restore", { target: target(runId) }, undefined);
  },
);

async function lockRun(sql: Sql, id: string): Promise<RunPlace> {
  const run = isRunId(id) ? await lockRunPlace(sql, id) : null;
  if (!run) throw new NotFoundError("run", id);
  return run;
}

export async function lockActiveRun(sql: Sql, id: string): Promise<RunPlace> {
  const run = await lockRun(sql, id);
  assertActive(run);
  return run;
}

export function assertActive(run: RunPlace): void {
  const problem = deletedRun(run);
  if (problem) throw problem;
}

/** Why a run takes nothing, or null for one that does. */
export function deletedRun({ runId, lifecycleStage }: RunPlace): ConflictError | null {
  if (lifecycleStage === "active") return null;
  return new ConflictError(`The run ${runId} is deleted; restore it first.`, because("run_deleted"));
}
