import { setImmediate as breathe } from "node:timers/promises";
import type { RowAnswer, RowModel, RowProblem } from "@/lib/endpoints";
import { sentenceOf } from "@/lib/jobs";
import { defineLongJob } from "@/lib/long-jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, type Sql } from "@/lib/platform/db";
import { isStoreFault } from "@/lib/platform/store-fault";
import { splitRecords } from "../input/split-records";
import { partKey } from "../keys";
import { type BatchRow, findBatch, move } from "../repository/batches";
import { claimPart, endPart, leftOf, type PartRow } from "../repository/parts";
import type { Plan } from "../rows/plan";
import { type ReadRow, readRow } from "../rows/read-row";
import { errorLines, outputLine } from "../rows/written-row";
import { inTransaction } from "./inside";
import { modelOf, NoCheckpoint } from "./prepare";
import { LANE, queue, WRITE } from "./queued";
import { whileWanted } from "./while-wanted";

/** Then another job has its turn, of this batch or of another one. */
const TURN_MS = 120_000;
/** Rows that are read or written in one go: this process does other things too. */
const AT_ONCE = 500;

/**
 * Takes one part of a batch after the other, with a process of its own for the model. Any number of these run at once, in any
 * processes: a part is its job's until it is done, and comes again when that job goes on after its process died.
 */
export const batchLane = defineLongJob({
  ...LANE,
  checkpoint: NoCheckpoint,
  run: (turn) =>
    whileWanted(turn, ["running"], async ({ batch, ctx, id, progress, signal }) => {
      const sql = poolSql(ctx.db.pool);
      const row = await findBatch(sql, batch);
      if (!row?.plan) return;
      const model = modelOf(ctx, row);
      const from = performance.now();
      let done = 0;
      try {
        for (;;) {
          const part = await claimPart(sql, batch, id);
          if (!part) break;
          await answerPart({ ctx, sql, row, plan: row.plan, model, lane: id, signal }, part);
          done += part.rows;
          progress({ done, unit: "rows" }, null);
          if (performance.now() - from > TURN_MS)
            return await inTransaction(ctx, (inside) => queue(LANE, inside, batch));
        }
      } finally {
        model.close();
      }
      await endBatch(ctx, batch);
    }),
});

type Lane = {
  ctx: Ctx;
  sql: Sql;
  row: BatchRow;
  plan: Plan;
  model: RowModel;
  lane: string;
  signal: AbortSignal;
};

async function answerPart({ ctx, sql, row, plan, model, lane, signal }: Lane, part: PartRow): Promise<void> {
  try {
    const rowsFailed = await writeAnswers({ ctx, row, plan, model, signal }, part);
    await endPart(sql, row.id, lane, part.number, { state: "done", rowsFailed });
  } catch (error) {
    signal.throwIfAborted();
    if (isStoreFault(error)) throw error;
    ctx.log.warn({ batch: row.id, part: part.number, err: error }, "a part of a batch prediction failed");
    await endPart(sql, row.id, lane, part.number, { state: "failed", error: sentenceOf(error) });
  }
}

/** Returns how many rows have no answer. Done twice it writes the same. */
async function writeAnswers(
  { ctx, row, plan, model, signal }: Pick<Lane, "ctx" | "row" | "plan" | "model" | "signal">,
  part: PartRow,
): Promise<number> {
  const bytes = await ctx.storage.getBytes(partKey(row.id, "in", part.number));
  if (!bytes) throw new Error(`The rows of part ${part.number} are gone`);
  const read: ReadRow[] = [];
  for await (const record of splitRecords([bytes], row.format === "csv")) {
    read.push(readRow(plan, row.format, record.toString("utf8")));
    if (read.length % AT_ONCE === 0) await breathe();
  }
  const asked = read.flatMap((one, at) => ("row" in one ? [{ at, row: one.row }] : []));
  const made = await model.answer(
    asked.map((one) => one.row),
    { rowsPerRun: row.rowsPerRun, deadlineMs: row.deadlineMs, signal },
  );
  const answers = new Map<number, RowAnswer>();
  for (const [at, { at: place }] of asked.entries()) {
    const answer = made[at];
    if (answer) answers.set(place, answer);
  }
  let errors = "";
  let failed = 0;
  const lines: string[] = [];
  for (const [at, one] of read.entries()) {
    const answer = answers.get(at) ?? { problems: "problem" in one ? [whole(one.problem)] : [] };
    if ("problems" in answer) {
      failed += 1;
      errors += errorLines(part.firstRow + at, answer.problems);
    }
    lines.push(outputLine(plan, part.firstRow + at, one.keys, answer));
    if (lines.length % AT_ONCE === 0) await breathe();
  }
  await ctx.storage.putBytes(partKey(row.id, "out", part.number), lines.join(""));
  if (failed > 0) await ctx.storage.putBytes(partKey(row.id, "errors", part.number), errors);
  return failed;
}

const whole = (message: string): RowProblem => ({ column: "", type: "row_invalid", message });

/** The last job of a batch has all of them written, or says that parts failed. */
async function endBatch(ctx: Ctx, batch: string): Promise<void> {
  await inTransaction(ctx, async (inside, sql) => {
    await sql.rows("SELECT 1 FROM batch_prediction WHERE id = $1 FOR NO KEY UPDATE", [batch]);
    const { open, failed, all, error } = await leftOf(sql, batch);
    if (open > 0) return;
    if (failed > 0) {
      const said = `${failed} of ${all} parts failed. ${error ?? ""}`.trim();
      await move(sql, batch, ["running"], "failed", said);
    } else if (await move(sql, batch, ["running"], "writing")) await queue(WRITE, inside, batch);
  });
}
