import { poolSql, type Sql } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { parseOrder } from "./filter/order";
import { parseFilter } from "./filter/parse";
import { EXPERIMENT_FIELDS } from "./filter/vocabulary";
import { badPageToken, decodePageToken, encodePageToken } from "./page-token";
import {
  type Experiment,
  findExperiment,
  findExperimentByName,
  insertExperiment,
  lockExperiment,
  removeExperimentTag,
  renameExperiment,
  searchExperimentRows,
  setStage,
  setStageOfRuns,
  writeExperimentTags,
} from "./repository/experiments";
import {
  CreateExperimentInput,
  DeleteExperimentTagInput,
  ExperimentNameRef,
  ExperimentRef,
  SearchExperimentsInput,
  SetExperimentTagInput,
  UpdateExperimentInput,
} from "./schema";
import { isExperimentId, lastOfEach } from "./values";

const target = (id: string) => ({ type: "experiment", id });
/** The experiment, or many of its runs. */
export const changed = (id: string) => ({ topic: "experiment", id }) as const;

/** Deleted ones too. */
export const getExperiment = read("experiments:read", ExperimentRef, async (ctx, { experiment_id }) => {
  return there(await found(experiment_id, (id) => findExperiment(poolSql(ctx.db.pool), id)), experiment_id);
});

/** Deleted ones too: their names are not free. */
export const getExperimentByName = read("experiments:read", ExperimentNameRef, async (ctx, { name }) => {
  return there(await findExperimentByName(poolSql(ctx.db.pool), name), name);
});

export const searchExperiments = read("experiments:read", SearchExperimentsInput, async (ctx, input) => {
  const query = [input.view_type, input.filter, input.order_by];
  const rows = await searchExperimentRows(poolSql(ctx.db.pool), {
    view: input.view_type,
    filter: parseFilter(input.filter, EXPERIMENT_FIELDS, input.dialect),
    orders: parseOrder(input.order_by, EXPERIMENT_FIELDS),
    after: input.page_token === undefined ? null : decodePageToken(query, input.page_token),
    limit: input.max_results + 1,
  });
  if (!rows) throw badPageToken("is not one of this search");
  const experiments = rows.slice(0, input.max_results);
  const last = experiments.at(-1);
  const more = rows.length > input.max_results && last !== undefined;
  return { experiments, nextPageToken: more ? encodePageToken(query, last.keys) : null };
});

export const createExperiment = hotWrite(
  "experiments:write",
  CreateExperimentInput,
  async ({ sql, ctx, input, audit, event }) => {
    const id = await insertExperiment(sql, input.name, ctx.actor.id);
    if (id === null) throw taken(input.name);
    const tags = lastOfEach(input.tags);
    if (tags.length > 0) await writeExperimentTags(sql, id, tags);
    event(changed(id));
    return audit("experiment.create", { target: target(id), after: { name: input.name, tags } }, { id });
  },
);

export const updateExperiment = hotWrite(
  "experiments:write",
  UpdateExperimentInput,
  async ({ sql, input, audit, unchanged, event }) => {
    const before = await lockActive(sql, input.experiment_id);
    if (input.name === undefined || input.name === before.name) return unchanged(undefined);
    if (!(await renameExperiment(sql, before.id, input.name))) throw taken(input.name);
    event(changed(before.id));
    const change = { before: { name: before.name }, after: { name: input.name } };
    return audit("experiment.rename", { target: target(before.id), ...change }, undefined);
  },
);

/** Its active runs are deleted with it. */
export const deleteExperiment = hotWrite(
  "experiments:write",
  ExperimentRef,
  async ({ sql, input, audit, event }) => {
    const { id, name, lifecycleStage } = await lock(sql, input.experiment_id);
    if (lifecycleStage === "deleted") throw new NotFoundError("active experiment", id);
    await setStage(sql, id, "deleted");
    await setStageOfRuns(sql, id, "deleted");
    event(changed(id));
    return audit("experiment.delete", { target: target(id), before: { name } }, undefined);
  },
);

/** Restores the experiment and the runs that were deleted with it. Runs deleted earlier stay deleted. */
export const restoreExperiment = hotWrite(
  "experiments:write",
  ExperimentRef,
  async ({ sql, input, audit, event }) => {
    const { id, name, lifecycleStage } = await lock(sql, input.experiment_id);
    if (lifecycleStage === "active") throw new NotFoundError("deleted experiment", id);
    await setStage(sql, id, "active");
    await setStageOfRuns(sql, id, "active");
    event(changed(id));
    return audit("experiment.restore", { target: target(id), after: { name } }, undefined);
  },
);

export const setExperimentTag = hotWrite(
  "experiments:write",
  SetExperimentTagInput,
  async ({ sql, input: { experiment_id, key, value }, audit, event }) => {
    const { id, tags } = await lockActive(sql, experiment_id);
    await writeExperimentTags(sql, id, [{ key, value }]);
    event(changed(id));
    const before = tags.find((tag) => tag.key === key) ?? null;
    return audit("experiment.tag", { target: target(id), before, after: { key, value } }, undefined);
  },
);

export const deleteExperimentTag = hotWrite(
  "experiments:write",
  DeleteExperimentTagInput,
  async ({ sql, input: { experiment_id, key }, audit, event }) => {
    const { id, tags } = await lockActive(sql, experiment_id);
    if (!(await removeExperimentTag(sql, id, key))) throw new NotFoundError("tag", key);
    event(changed(id));
    const before = tags.find((tag) => tag.key === key) ?? null;
    return audit("experiment.untag", { target: target(id), before }, undefined);
  },
);

async function lock(sql: Sql, id: string): Promise<Experiment> {
  return there(await found(id, (known) => lockExperiment(sql, known)), id);
}

export async function lockActive(sql: Sql, id: string): Promise<Experiment> {
  const experiment = await lock(sql, id);
  if (experiment.lifecycleStage === "deleted") throw experimentDeleted(experiment.name);
  return experiment;
}

export function experimentDeleted(name: string): ConflictError {
  return new ConflictError(
    `The experiment ${JSON.stringify(name)} is deleted; restore it first.`,
    because("experiment_deleted", { name }),
  );
}

/** An id of another form is that of no experiment. */
async function found<T>(id: string, find: (id: string) => Promise<T | null>): Promise<T | null> {
  return isExperimentId(id) ? find(id) : null;
}

function there<T>(experiment: T | null, id: string): T {
  if (experiment === null) throw new NotFoundError("experiment", id);
  return experiment;
}

export function taken(name: string): ConflictError {
  return ConflictError.taken(
    "/name",
    name,
    `There is already an experiment ${JSON.stringify(name)}; a deleted one keeps its name.`,
  );
}
