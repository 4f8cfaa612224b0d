import { poolSql, type Sql } from "@/lib/platform/db";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { uuidV7 } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import { experimentDeleted } from "./experiments";
import { parseOrder } from "./filter/order";
import { parseFilter } from "./filter/parse";
import { MODEL_FIELDS } from "./filter/vocabulary";
import { badPageToken, decodePageToken, encodePageToken } from "./page-token";
import { paramChanged } from "./param-changed";
import { findExperiment } from "./repository/experiments";
import { changeModel, findModelJson, insertModel, lockModel, type ModelRow } from "./repository/models";
import { searchModelRows } from "./repository/search-models";
import { newRunName } from "./run-name";
import {
  CreateModelInput,
  DeleteModelInput,
  DeleteModelTagInput,
  FinishModelInput,
  GetModelInput,
  ModelParamsInput,
  ModelTagsInput,
  SearchModelsInput,
} from "./schema";
import { isExperimentId, isModelId } from "./values";

const target = (id: string) => ({ type: "logged_model", id });
/** Parameters, or tags, of one model. */
const MOST_KEYS = 2_000;

type KeyValue = { key: string; value: string };
const recordOf = (items: readonly KeyValue[]) =>
  Object.fromEntries(items.map(({ key, value }) => [key, value]));

/** As MLflow's clients read it: JSON text, see repository/models.ts. */
export const getLoggedModel = read("experiments:read", GetModelInput, async (ctx, input) => {
  const sql = poolSql(ctx.db.pool);
  return there(
    isModelId(input.model_id) ? await findModelJson(sql, input.model_id, input.allow_deleted) : null,
    input.model_id,
  );
});

export const createLoggedModel = hotWrite(
  "experiments:write",
  CreateModelInput,
  async ({ sql, ctx, input, audit }) => {
    const id = input.experiment_id;
    const experiment = isExperimentId(id) ? await findExperiment(sql, id) : null;
    if (!experiment) throw new NotFoundError("experiment", id);
    if (experiment.lifecycleStage === "deleted") throw experimentDeleted(experiment.name);
    const now = ctx.clock.now().getTime();
    const modelId = `m-${uuidV7(now).replaceAll("-", "")}`;
    const name = input.name ?? newRunName();
    await insertModel(sql, {
      modelId,
      experimentId: id,
      name,
      modelType: input.model_type,
      sourceRunId: input.source_run_id ?? null,
      params: recordOf(input.params),
      tags: recordOf(input.tags),
      createdBy: ctx.actor.id,
      now,
    });
    const json = there(await findModelJson(sql, modelId), modelId);
    return audit(
      "logged_model.create",
      { target: target(modelId), after: { name, experiment_id: id } },
      json,
    );
  },
);

/** Its files are there, or will not come. */
export const finishLoggedModel = hotWrite(
  "experiments:write",
  FinishModelInput,
  async ({ sql, ctx, input, audit }) => {
    const { modelId } = await lock(sql, input.model_id);
    await changeModel(sql, modelId, { status: input.status }, ctx.clock.now().getTime());
    const json = there(await findModelJson(sql, modelId), modelId);
    return audit("logged_model.finish", { target: target(modelId), after: { status: input.status } }, json);
  },
);

/** Written once each, as those of runs. */
export const logModelParams = hotWrite(
  "experiments:write",
  ModelParamsInput,
  async ({ sql, ctx, input, unchanged }) => {
    const model = await lock(sql, input.model_id);
    const known = new Map(Object.entries(model.params));
    const changed = input.params.find(({ key, value }) => (known.get(key) ?? value) !== value);
    if (changed) throw paramChanged(changed.key, known.get(changed.key) ?? "");
    const params = bounded("/params", { ...model.params, ...recordOf(input.params) });
    await changeModel(sql, model.modelId, { params }, ctx.clock.now().getTime());
    return unchanged(undefined);
  },
);

export const setModelTags = hotWrite(
  "experiments:write",
  ModelTagsInput,
  async ({ sql, ctx, input, unchanged }) => {
    const model = await lock(sql, input.model_id);
    const tags = bounded("/tags", { ...model.tags, ...recordOf(input.tags) });
    await changeModel(sql, model.modelId, { tags }, ctx.clock.now().getTime());
    return unchanged(there(await findModelJson(sql, model.modelId), model.modelId));
  },
);

export const deleteModelTag = hotWrite(
  "experiments:write",
  DeleteModelTagInput,
  async ({ sql, ctx, input, unchanged }) => {
    const model = await lock(sql, input.model_id);
    if (!Object.hasOwn(model.tags, input.key)) throw new NotFoundError("tag", input.key);
    const tags = Object.fromEntries(Object.entries(model.tags).filter(([key]) => key !== input.key));
    await changeModel(sql, model.modelId, { tags }, ctx.clock.now().getTime());
    return unchanged(undefined);
  },
);

/** Its row and its files stay, for who asks for deleted ones. */
export const deleteLoggedModel = hotWrite(
  "experiments:write",
  DeleteModelInput,
  async ({ sql, ctx, input, audit }) => {
    const { modelId, name } = await lock(sql, input.model_id);
    await changeModel(sql, modelId, { deleted: true }, ctx.clock.now().getTime());
    return audit("logged_model.delete", { target: target(modelId), before: { name } }, undefined);
  },
);

export const searchLoggedModels = read("experiments:read", SearchModelsInput, async (ctx, input) => {
  const filter = parseFilter(input.filter, MODEL_FIELDS, input.dialect);
  const parsed = parseOrder(
    input.order_by.map(({ field_name, ascending }) => `${field_name} ${ascending ? "ASC" : "DESC"}`),
    MODEL_FIELDS,
  );
  const orders = parsed.map((order, at) => ({
    ...order,
    dataset_name: input.order_by[at]?.dataset_name,
    dataset_digest: input.order_by[at]?.dataset_digest,
  }));
  const experimentIds = [...new Set(input.experiment_ids.filter(isExperimentId))].sort();
  const query = [experimentIds, input.filter, input.datasets, input.order_by];
  const rows = await searchModelRows(poolSql(ctx.db.pool), {
    experimentIds,
    filter,
    datasets: input.datasets,
    orders,
    after: input.page_token === undefined ? null : decodePageToken(query, input.page_token),
    limit: input.max_results + 1,
  });
  if (!rows) throw badPageToken("page_token is not one of this search");
  const found = rows.slice(0, input.max_results);
  const last = found.at(-1);
  const more = rows.length > input.max_results && last !== undefined;
  return {
    models: found.map(({ json }) => json),
    nextPageToken: more ? encodePageToken(query, last.keys) : null,
  };
});

async function lock(sql: Sql, id: string): Promise<ModelRow> {
  return there(isModelId(id) ? await lockModel(sql, id) : null, id);
}

function there<T>(model: T | null, id: string): T {
  if (model === null) throw new NotFoundError("logged model", id);
  return model;
}

function bounded(pointer: string, values: Record<string, string>): Record<string, string> {
  if (Object.keys(values).length <= MOST_KEYS) return values;
  const reason = because("too_large", { unit: "values", maximum: MOST_KEYS });
  throw InvalidError.field(pointer, `A model has at most ${MOST_KEYS} of them.`, reason);
}
