import { createReadStream, createWriteStream } from "node:fs";
import { join } from "node:path";
import { Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { askChild, type Engine, inOwnFolder } from "@/lib/features";
import { defineLongJob } from "@/lib/long-jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { removeLater } from "@/lib/platform/storage/removal";
import { fileKey, partKey, uploadPrefix, workPrefix } from "../keys";
import { type BatchRow, dropGiven, findBatch, move } from "../repository/batches";
import { partsWithErrors } from "../repository/parts";
import { ERROR_HEADER } from "../rows/written-row";
import { NoCheckpoint } from "./prepare";
import { WRITE } from "./queued";
import { whileWanted } from "./while-wanted";

const OUTPUT = "output.parquet";
const PARQUET = "application/vnd.apache.parquet";
const MOST_PARTS = 1_000_000;

/** Puts all answers into one file, in the order of the input. Cut short it begins anew, and writes the same objects. */
export const batchOutput = (engine: Engine) =>
  defineLongJob({
    ...WRITE,
    checkpoint: NoCheckpoint,
    run: (turn) =>
      whileWanted(turn, ["writing"], async ({ batch, ctx, progress, signal }) => {
        const row = await findBatch(poolSql(ctx.db.pool), batch);
        if (!row?.plan) return;
        await inOwnFolder((dir) => writeFiles({ engine, dir, ctx, row, signal }));
        progress({ done: row.rows ?? 0, total: row.rows, unit: "rows" });
        await finish(ctx, row);
      }),
  });

type Writing = { engine: Engine; dir: string; ctx: Ctx; row: BatchRow; signal: AbortSignal };

async function writeFiles({ engine, dir, ctx, row, signal }: Writing): Promise<void> {
  const { storage } = ctx;
  const names: string[] = [];
  for (let number = 0; number < row.parts; number++) {
    const found = await storage.get(partKey(row.id, "out", number));
    if (!found) throw new Error(`The answers of part ${number} are gone`);
    const name = `part-${number}.json`;
    await pipeline(found.body, createWriteStream(join(dir, name)), { signal });
    names.push(name);
  }
  const columns = (row.plan?.output ?? []).map(({ key, type, isText, name }) => ({
    key,
    type,
    isText,
    name,
  }));
  let rows = 0;
  for await (const said of askChild(engine, dir, { kind: "gather", names, columns, output: OUTPUT }, signal))
    if ("total" in said) rows = said.total;
  if (rows !== row.rows) throw new Error(`The output has ${rows} rows, and the input ${row.rows}`);
  await storage.putStream(fileKey(row.id, "output"), createReadStream(join(dir, OUTPUT)), PARQUET);
  const withErrors = await partsWithErrors(poolSql(ctx.db.pool), row.id, MOST_PARTS);
  const errors = Readable.from(errorsOf(ctx, row.id, withErrors));
  await storage.putStream(fileKey(row.id, "errors"), errors, "text/csv; charset=utf-8");
  // Last: where it is, the others are whole.
  await storage.putBytes(fileKey(row.id, "manifest"), manifestOf(ctx, row), "application/json");
}

async function* errorsOf({ storage }: Ctx, id: string, numbers: readonly number[]): AsyncGenerator<Buffer> {
  yield Buffer.from(ERROR_HEADER);
  for (const number of numbers) {
    const bytes = await storage.getBytes(partKey(id, "errors", number));
    if (bytes) yield bytes;
  }
}

function manifestOf({ clock, storage }: Ctx, row: BatchRow): string {
  const addressOf = (file: "output" | "errors") => `s3://${storage.bucket}/${fileKey(row.id, file)}`;
  const manifest = {
    id: row.id,
    endpoint: row.endpoint,
    model: { name: row.modelName, version: row.modelVersion },
    feature_service: row.featureService,
    source: row.source,
    format: row.format,
    key_columns: row.keyColumns,
    rows_per_run: row.rowsPerRun,
    rows: row.rows,
    rows_answered: (row.rows ?? 0) - row.rowsFailed,
    rows_failed: row.rowsFailed,
    output: addressOf("output"),
    errors: addressOf("errors"),
    columns: (row.plan?.output ?? []).map(({ name, type }) => ({ name, type })),
    made_by: row.createdByName,
    made_at: clock.now().toISOString(),
  };
  return JSON.stringify(manifest, null, 2);
}

/** What was on the way goes: the parts, and what was uploaded for this. */
async function finish(ctx: Ctx, row: BatchRow): Promise<void> {
  const sql = poolSql(ctx.db.pool);
  if (!(await move(sql, row.id, ["writing"], "succeeded"))) return;
  await dropGiven(sql, row.id);
  const prefixes = [workPrefix(row.id)];
  if ("upload" in row.source) prefixes.push(uploadPrefix(row.createdBy, row.source.upload));
  await removeLater(
    sql,
    prefixes.map((key) => ({ key, isPrefix: true })),
  );
}
