import { createHash } from "node:crypto";
import * as z from "zod";
import { sentenceOf } from "@/lib/jobs";
import type { LongTurn } from "@/lib/long-jobs";
import { poolSql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { withDefinitions } from "../online/definitions-cache";
import { type KeyedRow, writeRows } from "../online/store";
import { beginMaterialization, endMaterialization } from "../repository/materializations";
import { findSource } from "../repository/sources";
import { findView } from "../repository/views";
import { askChild, type Engine } from "./child";
import { inOwnFolder } from "./own-folder";
import { latestRow } from "./read-latest";
import { sourceFiles } from "./source-files";
import { sourceRows } from "./source-rows";
import { withoutSource } from "./without-source";

/** Rows that are written in one go, after which the job may stop. */
const BATCH = 500;

export const Work = z.strictObject({
  view: z.string(),
  view_id: z.string(),
  start: z.string(),
  end: z.string(),
  /** Rows of before that were created since the last one ended come too. */
  is_incremental: z.boolean(),
});
export type Work = z.infer<typeof Work>;
export const Checkpoint = z.strictObject({ done: z.number().int(), stamps: z.string() });
type Turn = LongTurn<Work, z.infer<typeof Checkpoint>>;

/** Says in the history how it ended; a job that is stopped has not ended. */
export async function writeLatest(engine: Engine, turn: Turn): Promise<{ rows: number }> {
  const sql = poolSql(turn.ctx.db.pool);
  await beginMaterialization(sql, turn.id);
  try {
    const rows = await inOwnFolder((dir) => writeAll(engine, dir, turn));
    await endMaterialization(sql, turn.id, { state: "succeeded", rows });
    return { rows };
  } catch (error) {
    const failed = { state: "failed", error: sentenceOf(error) } as const;
    if (!turn.signal.aborted) await endMaterialization(sql, turn.id, failed).catch(() => {});
    throw error;
  }
}

async function writeAll(
  engine: Engine,
  dir: string,
  { ctx, input, checkpoint, progress, signal }: Turn,
): Promise<number> {
  const { view, source } = await definitionsOf(ctx.db, input);
  const { files, stamps } = await sourceFiles(engine, ctx, dir, "source", source, signal);
  // What an earlier attempt has written is skipped when it read the same, and so in the same order.
  const read = createHash("sha256")
    .update(JSON.stringify([stamps, source, view.schemaVersion]))
    .digest("hex");
  const skip = checkpoint?.stamps === read ? checkpoint.done : 0;
  const fields = [...view.fields].map(([name, { type }]) => ({ name, type }));
  const said = askChild(
    engine,
    dir,
    {
      kind: "latest",
      source: sourceRows(source, files, view.joinKeys, fields),
      startUs: microsOf(input.start),
      endUs: microsOf(input.end),
      lateSinceUs: input.is_incremental ? microsOf(input.start) : null,
    },
    signal,
  );
  let done = 0;
  let total: number | null = null;
  let batch: KeyedRow[] = [];
  const flush = async () => {
    signal.throwIfAborted();
    await writeRows(ctx.redis, batch);
    batch = [];
    progress({ done, total, unit: "entities" }, { done, stamps: read });
  };
  for await (const one of said) {
    if ("total" in one) total = one.total;
    else {
      done += 1;
      if (done <= skip) continue;
      batch.push(latestRow(view, one.line));
      if (batch.length >= BATCH) await flush();
    }
  }
  await flush();
  return done;
}

/** The view and its data source as they stand. Throws CONFLICT when the view is another one by now. */
export async function definitionsOf(
  db: Turn["ctx"]["db"],
  { view: name, view_id }: Pick<Work, "view" | "view_id">,
) {
  const sql = poolSql(db.pool);
  const row = await findView(sql, name);
  if (row?.id !== view_id) throw changed(name);
  // Held definitions may be of a moment ago: what is refused there is looked up once more.
  const view = await withDefinitions(db, ({ views }) => {
    const known = views.get(name);
    if (known?.schemaVersion !== row.schemaVersion) throw changed(name);
    return known;
  });
  const source = row.source === null ? null : await findSource(sql, row.source);
  if (source) return { view, source };
  throw withoutSource(name);
}

function changed(view: string): ConflictError {
  return new ConflictError(
    `The view ${view} was changed or deleted meanwhile. Start again.`,
    because("changed_meanwhile"),
  );
}

const microsOf = (iso: string) => Date.parse(iso) * 1_000;
