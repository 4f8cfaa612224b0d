import * as z from "zod";
import { readHead } from "@/lib/artifacts";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { decodeCursor, PageQuery, toPage } from "@/lib/platform/pagination";
import { read } from "@/lib/verbs";
import { findTrainingSet, listTrainingSetRows, type TrainingSetRow } from "../repository/training-sets";
import { TrainingSetFileQuery, TrainingSetManifest, type TrainingSetView } from "../schema";
import { TRAINING_SET_FILES } from "../values";
import { trainingSetKey, trainingSetUrl } from "./training-set-keys";

/** The newest first. */
export const listTrainingSets = read("features:read", PageQuery, async (ctx, { cursor, limit }) => {
  const [before = null] = cursor ? decodeCursor(cursor) : [];
  const found = await listTrainingSetRows(poolSql(ctx.db.pool), {
    before: before === null ? null : String(before),
    limit: limit + 1,
  });
  return toPage(
    found,
    limit,
    ({ id }) => [id],
    (row) => trainingSetView(ctx, row),
  );
});

const ById = z.strictObject({ id: z.string().max(300) });

/** With what its manifest says, once there is one. */
export const getTrainingSet = read("features:read", ById, async (ctx, { id }) => {
  const row = await existing(ctx, id);
  const bytes =
    row.state === "succeeded" ? await ctx.storage.getBytes(trainingSetKey(id, "manifest.json")) : null;
  const manifest = bytes ? TrainingSetManifest.parse(JSON.parse(bytes.toString("utf8"))) : null;
  return { ...trainingSetView(ctx, row), manifest };
});

const OneFile = ById.extend({ path: z.enum(TRAINING_SET_FILES) });

/** The key of one of its two files, for streaming. */
export const openTrainingSetFile = read("features:read", OneFile, async (ctx, { id, path }) => ({
  key: trainingSetKey((await existing(ctx, id)).id, path),
  path,
}));

/** The beginning of its manifest; of its data, that it is parquet. */
export const readTrainingSetHead = read(
  "features:read",
  ById.extend(TrainingSetFileQuery.shape),
  async (ctx, { id, path, as }) => {
    await existing(ctx, id);
    const downloadUrl = `/data/downloads/training-sets/${encodeURIComponent(id)}/${path}`;
    return readHead(ctx.storage, { key: trainingSetKey(id, path), path, downloadUrl }, as);
  },
);

async function existing(ctx: Ctx, id: string): Promise<TrainingSetRow> {
  const row = await findTrainingSet(poolSql(ctx.db.pool), id);
  if (!row) throw new NotFoundError("training set", id);
  return row;
}

function trainingSetView(ctx: Ctx, row: TrainingSetRow): TrainingSetView {
  const { input, startedAt, endedAt } = row;
  return {
    id: row.id,
    state: row.state,
    entities: input.entities,
    feature_service: input.feature_service ?? null,
    features: input.features ?? null,
    full_feature_names: input.full_feature_names,
    filter_by_created_timestamp: input.filter_by_created_timestamp,
    rows: row.rows,
    duration_seconds: startedAt && endedAt ? (endedAt.getTime() - startedAt.getTime()) / 1_000 : null,
    error: row.error,
    data: row.state === "succeeded" ? trainingSetUrl(ctx.storage, row.id, "data.parquet") : null,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    ended_at: endedAt?.toISOString() ?? null,
  };
}
