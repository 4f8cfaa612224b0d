import * as z from "zod";
import { type Again, type Asked, answerAgain } from "@/lib/endpoints";
import { findVersion } from "@/lib/models";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { AppError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { storedPrediction } from "../read";
import { lastPredictions, type StoredRow } from "../repository/read";
import { PredictionRef, type ReplayAnswer, type Replayed, ReplayInput, ReplayOneInput } from "../schema";
import { listOf } from "../view";
import { askedBefore } from "./asked-before";
import { changesOf } from "./changes";

type ModelRef = { name: string; version: number };
const MOST_CHANGES = 200;

/** One prediction answered again, with the features that it had then. Nothing of it is counted as traffic or kept. */
export const replayPrediction = read(
  "predictions:read",
  PredictionRef.extend({ by: ReplayOneInput }),
  async (ctx, { prediction_id, by }) => replayed(ctx, [await storedPrediction(ctx, prediction_id)], by),
);

/** The last answers of an endpoint. */
export const replayPredictions = read(
  "predictions:read",
  ReplayInput,
  async (ctx, { endpoint, last, ...by }) =>
    replayed(ctx, await lastPredictions(poolSql(ctx.db.pool), endpoint, last), by),
);

/** Each version is loaded once. Without a wish each prediction is answered by the version that answered it. */
async function replayed(
  ctx: Ctx,
  rows: readonly StoredRow[],
  by: { model?: string | undefined; version?: number | undefined },
): Promise<ReplayAnswer> {
  if (by.model !== undefined && by.version === undefined)
    throw InvalidError.field("/version", "Name the version of this model too.", because("required"));
  const { version } = by;
  const modelFor = (row: StoredRow): ModelRef => ({
    name: by.model ?? row.modelName,
    version: version ?? row.modelVersion,
  });
  const groups = new Map<string, { model: ModelRef; rows: StoredRow[] }>();
  for (const row of rows) {
    const model = modelFor(row);
    const key = JSON.stringify([model.name, model.version]);
    const group = groups.get(key) ?? { model, rows: [] };
    group.rows.push(row);
    groups.set(key, group);
  }
  const results = new Map<string, Replayed>();
  for (const group of groups.values())
    for (const one of await replayedBy(ctx, group.model, group.rows, version !== undefined))
      results.set(one.prediction_id, one);
  const data = rows.flatMap(({ id }) => results.get(id) ?? []);
  const count = (result: Replayed["result"]) => data.filter((one) => one.result === result).length;
  const [first] = groups.values();
  return {
    model: version === undefined ? null : (first?.model ?? null),
    same: count("same"),
    different: count("different"),
    failed: count("failed"),
    not_replayed: count("not_replayed"),
    data,
  };
}

/** A version that is gone, or cannot be loaded, is an error where it was asked for, and a result where it only answered then. */
async function replayedBy(
  ctx: Ctx,
  model: ModelRef,
  rows: readonly StoredRow[],
  isWish: boolean,
): Promise<Replayed[]> {
  const cases = rows.map((row) => ({ row, before: askedBefore(row) }));
  const requests = cases.flatMap(({ before }): Asked[] => ("asked" in before ? [before.asked] : []));
  let answers: Iterator<Again>;
  try {
    const version = await findVersion(poolSql(ctx.db.pool), model.name, model.version);
    if (!version) throw new NotFoundError("model version", `${model.name}/${model.version}`);
    answers = (requests.length > 0 ? await answerAgain(ctx, version, requests) : []).values();
  } catch (error) {
    if (isWish || !(error instanceof AppError) || error.code === "RATE_LIMITED") throw error;
    return rows.map((row) => resultOf(row, model, { failed: error.message }));
  }
  return cases.map(({ row, before }) =>
    "asked" in before
      ? resultOf(row, model, answers.next().value ?? { failed: "It was not answered." })
      : { ...base(row, model), result: "not_replayed", reason: before.why },
  );
}

function base(row: StoredRow, answered_by: ModelRef): Replayed {
  return {
    prediction_id: row.id,
    result: "same",
    reason: null,
    answered_by,
    rows: row.rows,
    changed_rows: 0,
    changes: [],
  };
}

const Output = z.object({ name: z.string(), data: z.array(z.unknown()) });
/** Tensors are one row, by their names. */
function byRow(row: StoredRow, answer: readonly unknown[]): readonly unknown[] {
  if (listOf(row.request)) return answer;
  const outputs = z.array(Output).parse(answer);
  return outputs.length === 0 ? [] : [Object.fromEntries(outputs.map(({ name, data }) => [name, data]))];
}

function resultOf(row: StoredRow, model: ModelRef, again: Again): Replayed {
  if ("failed" in again) return { ...base(row, model), result: "failed", reason: again.failed };
  const changes = changesOf(byRow(row, listOf(row.response) ?? []), byRow(row, again.answer));
  return {
    ...base(row, model),
    result: changes.length === 0 ? "same" : "different",
    changed_rows: new Set(changes.map((change) => change.row)).size,
    changes: changes.slice(0, MOST_CHANGES),
  };
}
