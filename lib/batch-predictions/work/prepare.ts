import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import * as z from "zod";
import { RowModel } from "@/lib/endpoints";
import { type Engine, inOwnFolder } from "@/lib/features";
import { defineLongJob } from "@/lib/long-jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { fetchInput, keysOf } from "../input/fetch-input";
import { openRecords } from "../input/records";
import { partKey } from "../keys";
import { type BatchRow, findBatch, givenLines, move, setPlan } from "../repository/batches";
import { insertParts, type PartRow } from "../repository/parts";
import type { Plan } from "../rows/plan";
import { LIMITS } from "../values";
import { inTransaction } from "./inside";
import { PREPARE, queueLanes } from "./queued";
import { whileWanted } from "./while-wanted";

export const NoCheckpoint = z.null();

/**
 * Looks at the file and the model, and puts the rows into the object store part by part. Cut short it begins anew, and writes
 * the same objects.
 */
export const batchPreparation = (engine: Engine) =>
  defineLongJob({
    ...PREPARE,
    checkpoint: NoCheckpoint,
    run: (turn) =>
      whileWanted(turn, ["queued", "preparing"], async ({ batch, ctx, progress, signal }) => {
        const sql = poolSql(ctx.db.pool);
        await move(sql, batch, ["queued", "preparing"], "preparing");
        const row = await findBatch(sql, batch);
        if (!row) return;
        const { plan, parts } = await inOwnFolder((dir) =>
          divide({ engine, dir, ctx, row, progress, signal }),
        );
        await inTransaction(ctx, async (inside, tx) => {
          if (!(await move(tx, batch, ["preparing"], "running"))) return;
          const last = parts.at(-1);
          await setPlan(tx, batch, plan, last ? last.firstRow + last.rows - 1 : 0);
          await insertParts(tx, batch, parts);
          await queueLanes(inside, batch, parts.length);
        });
      }),
  });

type Dividing = {
  engine: Engine;
  dir: string;
  ctx: Ctx;
  row: BatchRow;
  progress: (now: { done: number; unit: string }) => void;
  signal: AbortSignal;
};

async function divide({ engine, dir, ctx, row, progress, signal }: Dividing) {
  const shape = await modelShape(ctx, row, signal);
  const file = `input.${row.format}`;
  await writeInput(ctx, row, join(dir, file), signal);
  const wanted = { format: row.format, shape, keyColumns: row.keyColumns };
  const { plan, records } = await openRecords({ engine, dir, file, signal }, wanted);
  const parts: PartRow[] = [];
  let held: Buffer[] = [];
  let heldBytes = 0;
  let rows = 0;
  const flush = async () => {
    const number = parts.length;
    parts.push({ number, firstRow: rows - held.length + 1, rows: held.length });
    await ctx.storage.putBytes(partKey(row.id, "in", number), Buffer.concat(held.flatMap(withEnd)));
    held = [];
    heldBytes = 0;
    signal.throwIfAborted();
    progress({ done: rows, unit: "rows" });
  };
  // A run of several rows lies in one part, so that parts change no answer.
  const mostRows = Math.max(1, Math.floor(LIMITS.chunkRows / row.rowsPerRun)) * row.rowsPerRun;
  for await (const record of records) {
    held.push(record);
    heldBytes += record.length;
    rows += 1;
    if (rows > LIMITS.rows) throw new ConflictError(`The file has more than ${LIMITS.rows} rows. Divide it.`);
    const isFull = heldBytes >= LIMITS.chunkBytes && held.length % row.rowsPerRun === 0;
    if (held.length >= mostRows || isFull) await flush();
  }
  if (held.length > 0) await flush();
  if (parts.length === 0) throw new ConflictError("The file has no rows.");
  return { plan, parts } satisfies { plan: Plan; parts: PartRow[] };
}

async function writeInput(ctx: Ctx, row: BatchRow, file: string, signal: AbortSignal): Promise<void> {
  if (!("row_count" in row.source))
    return void (await fetchInput(ctx.storage, await keysOf(ctx, row.source), file, signal));
  const lines = await givenLines(poolSql(ctx.db.pool), row.id);
  if (lines === null) throw new ConflictError("The rows that were sent are gone. Send them again.");
  await writeFile(file, lines, { signal });
}

const END = Buffer.from("\n");
const withEnd = (record: Buffer) => [record, END];

async function modelShape(ctx: Ctx, row: BatchRow, signal: AbortSignal) {
  const model = modelOf(ctx, row);
  try {
    return await model.shape(signal);
  } finally {
    model.close();
  }
}

export function modelOf(ctx: Ctx, row: BatchRow): RowModel {
  const { modelName: name, modelVersion: version, storageLocation, featureService } = row;
  return new RowModel(ctx, { name, version, storageLocation, featureService });
}
