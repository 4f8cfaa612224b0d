import type pg from "pg";
import { Story } from "@/lib/endpoints";
import type { Ctx, Deps } from "@/lib/platform/context";
import { poolTransaction } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { isRefusedData } from "@/lib/platform/store-fault";
import { countKept, countLost, showWaiting } from "./metrics";
import { type Batch, PredictionLog } from "./prediction-log";
import { dayOf, ensureDays } from "./repository/partitions";
import { addLosses, insertPredictions } from "./repository/write";
import { type Ending, rowOf, type Seen } from "./row-of";

type Writer = Pick<Deps, "db" | "log">;
/** What a protocol answered: for each row a prediction, or tensors. */
export type Answered = { predictions: readonly unknown[] } | { outputs: readonly unknown[] };

const logs = new WeakMap<pg.Pool, PredictionLog>();

/**
 * Answers a request, and puts it into the prediction log behind that: by the rule of its endpoint, and always when it ended in
 * an error. One that was refused because too many came at once was not asked of a model, and is not kept: it would make more
 * work of too much work.
 */
export async function recorded<R extends Answered>(
  ctx: Ctx,
  seen: Seen,
  answer: (story: Story) => Promise<R>,
): Promise<R> {
  const story = new Story(ctx.clock.now().getTime(), seen.since);
  try {
    const answered = await answer(story);
    const list = "predictions" in answered ? answered.predictions : answered.outputs;
    if (story.isKept) keepSoon(ctx, seen, story, { outcome: "ok", answer: list, error: null });
    return answered;
  } catch (error) {
    const code = error instanceof AppError ? error.code : "FAILED";
    const message = error instanceof AppError ? error.message : "Something went wrong on the server.";
    if (code !== "RATE_LIMITED")
      keepSoon(ctx, seen, story, { outcome: code.toLowerCase(), answer: null, error: message });
    throw error;
  }
}

/** The answer is on its way before its JSON is made for the log. */
function keepSoon(ctx: Ctx, seen: Seen, story: Story, ending: Ending): void {
  setImmediate(() => {
    try {
      const row = rowOf(ctx, seen, story.told(), ending);
      if (row) countAdded(predictionLogOf(ctx).add(row));
    } catch (error) {
      ctx.log.error({ err: error }, "a prediction could not be kept");
    }
    showWaiting(predictionLogOf(ctx).state.bytes);
  });
}

function countAdded(isKept: boolean): void {
  if (isKept) countKept();
  else countLost();
}

/** One a database in this process. */
export function predictionLogOf({ db, log }: Writer): PredictionLog {
  const known = logs.get(db.pool);
  if (known) return known;
  const made = new PredictionLog({
    mostBytes: env().GWANJE_PREDICTION_LOG_BYTES,
    write: (batch) => writeBatch(db.pool, batch),
    isAway: (error) => !isRefusedData(error),
    says(what, error) {
      const { rows, bytes, lost } = made.state;
      showWaiting(bytes);
      if (what === "away")
        log.warn({ err: error, rows, bytes }, "predictions wait in memory: they cannot be written");
      else if (what === "back") log.info({ rows, lost }, "predictions are written again");
      else {
        countLost();
        log.error({ err: error }, "a prediction was refused by the database");
      }
    },
  });
  logs.set(db.pool, made);
  return made;
}

/** Before the connections are closed: everything is written, or lost with a line that says how many. */
export async function drainPredictions({ db, log }: Writer): Promise<void> {
  // What was answered in this turn is added first.
  await new Promise(setImmediate);
  const known = logs.get(db.pool);
  await known?.drain();
  if (known && known.state.rows > 0)
    log.error({ rows: known.state.rows }, "predictions were lost: the database was away at the end");
}

function writeBatch(pool: pg.Pool, { rows, losses }: Batch): Promise<void> {
  return poolTransaction(pool, async (sql) => {
    await ensureDays(
      sql,
      rows.map(({ at }) => dayOf(at)),
    );
    await insertPredictions(sql, rows);
    await addLosses(sql, losses);
  });
}
