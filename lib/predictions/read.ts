import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { cursorInstant, decodeCursor, toPage } from "@/lib/platform/pagination";
import { read } from "@/lib/verbs";
import { patiently } from "./patiently";
import { timeOfPrediction } from "./prediction-time";
import { rangeOf } from "./range";
import {
  countLosses,
  findEarlier,
  findLabels,
  findPrediction,
  listPredictionRows,
  type Place,
  type StoredRow,
} from "./repository/read";
import { PredictionQuery, PredictionRef } from "./schema";
import { listedView, predictionView } from "./view";

/** Without a range. */
const DEFAULT_DAYS = 7;

/** The newest first; of the last seven days without a range. */
export const listPredictions = read("predictions:read", PredictionQuery, async (ctx, query) => {
  const { limit, cursor, ...asked } = query;
  const { from, to } = rangeOf(asked, DEFAULT_DAYS, ctx.clock.now());
  const sql = poolSql(ctx.db.pool);
  const filter = { ...asked, from, to };
  const [rows, lost] = await Promise.all([
    patiently(listPredictionRows(sql, filter, { before: cursor ? placeOf(cursor) : null, limit: limit + 1 })),
    countLosses(sql, filter),
  ]);
  const page = toPage(rows, limit, ({ at, id }) => [at.toISOString(), id], listedView);
  return { ...page, from, to, lost };
});

export const getPrediction = read("predictions:read", PredictionRef, async (ctx, { prediction_id }) => {
  const row = await storedPrediction(ctx, prediction_id);
  const sql = poolSql(ctx.db.pool);
  const [labels, earlier] = await Promise.all([findLabels(sql, row), findEarlier(sql, row)]);
  return predictionView(row, { labels, earlier });
});

/** Throws NotFoundError. */
export async function storedPrediction({ db }: Pick<Ctx, "db">, id: string): Promise<StoredRow> {
  const at = timeOfPrediction(id);
  const row = at && (await findPrediction(poolSql(db.pool), at, id));
  if (!row) throw new NotFoundError("prediction", id);
  return row;
}

function placeOf(cursor: string): Place {
  const [at, id] = decodeCursor(cursor);
  return { at: cursorInstant(at), id: String(id) };
}
