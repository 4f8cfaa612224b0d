import { createReadStream } from "node:fs";
import { join } from "node:path";
import * as z from "zod";
import { sentenceOf } from "@/lib/jobs";
import type { LongTurn } from "@/lib/long-jobs";
import { poolSql } from "@/lib/platform/db";
import type { JoinedView } from "@/lib/point-in-time/schema";
import { beginTrainingSet, endTrainingSet } from "../repository/training-sets";
import type { TrainingSetInput } from "../schema";
import { EVENT_TIME, type TrainingSetFile } from "../values";
import { askChild, type Engine } from "./child";
import { computedView } from "./computed-view";
import { type Fetched, fetchFiles } from "./fetch-files";
import { inOwnFolder } from "./own-folder";
import { type PlannedView, planTrainingSet } from "./plan-training-set";
import { sourceFiles } from "./source-files";
import { sourceRows } from "./source-rows";
import { trainingSetKey, trainingSetUrl } from "./training-set-keys";

export const NoCheckpoint = z.null();
type Turn = LongTurn<TrainingSetInput, null>;

const OUTPUT = "output.parquet";
const PARQUET = "application/vnd.apache.parquet";

/** Returns where the objects are, and how many rows there are. Its row says how it ended; a job that is stopped has not ended. */
export async function writeTrainingSet(engine: Engine, turn: Turn) {
  const sql = poolSql(turn.ctx.db.pool);
  await beginTrainingSet(sql, turn.id);
  try {
    const made = await inOwnFolder((dir) => writeIn(engine, dir, turn));
    await endTrainingSet(sql, turn.id, { state: "succeeded", rows: made.rows });
    return made;
  } catch (error) {
    const failed = { state: "failed", error: sentenceOf(error) } as const;
    if (!turn.signal.aborted) await endTrainingSet(sql, turn.id, failed).catch(() => {});
    throw error;
  }
}

async function writeIn(engine: Engine, dir: string, { id, ctx, input, progress, signal }: Turn) {
  const { views: planned, onDemandViews } = await planTrainingSet(ctx.db, poolSql(ctx.db.pool), input);
  const entities = await fetchFiles(
    ctx.storage,
    dir,
    "entities",
    { name: "entities", ...input.entities },
    signal,
  );
  const sources = await fetchSources(engine, dir, planned, { ctx, signal });
  const views = planned.map(({ view, source, fields, outputs }): JoinedView => {
    const files = sources.get(source.name)?.files ?? { format: "csv", names: [] };
    return {
      source: sourceRows(source, files, view.joinKeys, fields),
      ttlUs: view.ttlSeconds * 1_000_000,
      outputs,
    };
  });
  let rows = 0;
  const work = {
    kind: "join",
    entities: entities.files,
    timeField: input.entities.timestamp_field ?? EVENT_TIME,
    views,
    computed: onDemandViews.map((asked) => computedView(asked, planned)),
    createdFilter: input.filter_by_created_timestamp,
    output: OUTPUT,
  } as const;
  const columns: unknown[] = [];
  for await (const said of askChild(engine, dir, work, signal))
    if ("total" in said) rows = said.total;
    else columns.push(...JSON.parse(said.line));
  const urlOf = (name: TrainingSetFile) => trainingSetUrl(ctx.storage, id, name);
  const keyOf = (name: TrainingSetFile | "profile.json") => trainingSetKey(id, name);
  await ctx.storage.putStream(keyOf("data.parquet"), createReadStream(join(dir, OUTPUT)), PARQUET);
  const manifest = {
    ...input,
    rows,
    data: urlOf("data.parquet"),
    made_at: ctx.clock.now().toISOString(),
    made_by: ctx.actor.name,
    entity_files: entities.stamps,
    views: planned.map(({ view, source, fields, outputs }) => ({
      name: view.name,
      schema_version: view.schemaVersion,
      ttl_seconds: view.ttlSeconds,
      features: fields.map(({ name, type }, at) => ({ name, type, column: outputs[at] ?? null })),
      source: source.name,
      source_version: source.version,
      files: sources.get(source.name)?.stamps ?? [],
    })),
    on_demand_views: onDemandViews.map(({ view, features }) => ({
      name: view.name,
      schema_version: view.schemaVersion,
      features: features.map(({ name, shown }) => ({ ...view.features.get(name), column: shown })),
    })),
  };
  if (columns.length > 0)
    await ctx.storage.putBytes(keyOf("profile.json"), JSON.stringify({ rows, columns }), "application/json");
  // Last: where it is, the data is whole.
  await ctx.storage.putBytes(keyOf("manifest.json"), JSON.stringify(manifest, null, 2), "application/json");
  progress({ done: rows, total: rows, unit: "rows" });
  return { rows, data: urlOf("data.parquet"), manifest: urlOf("manifest.json") };
}

/** Each source once, also when several views have it. */
async function fetchSources(
  engine: Engine,
  dir: string,
  planned: readonly PlannedView[],
  { ctx, signal }: Pick<Turn, "ctx" | "signal">,
): Promise<ReadonlyMap<string, Fetched>> {
  const fetched = new Map<string, Fetched>();
  for (const { source } of planned)
    if (!fetched.has(source.name))
      fetched.set(source.name, await sourceFiles(engine, ctx, dir, `source-${fetched.size}`, source, signal));
  return fetched;
}
