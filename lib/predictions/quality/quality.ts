import { numericPaths, usualPath } from "@/lib/endpoints";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { patiently } from "../patiently";
import { rangeOf } from "../range";
import { findLabelled, findNewestAnswer, type Labelled } from "../repository/labelled";
import { type Quality, QualityQuery } from "../schema";
import {
  areaUnderCurve,
  calibrationError,
  calibrationOf,
  logLoss,
  meanError,
  meanSquare,
  type Scored,
} from "./scores";

const DEFAULT_DAYS = 30;
/** The newest of them; an answer that left some out says so. */
const MOST_LABELS = 50_000;

/**
 * What came true against what was answered, day by day for each version of each variant. Labels that are 0 or 1 are judged as
 * probabilities where the answers are, numbers by their errors.
 */
export const readQuality = read("predictions:read", QualityQuery, async (ctx, query): Promise<Quality> => {
  const { endpoint } = query;
  const { from, to } = rangeOf(query, DEFAULT_DAYS, ctx.clock.now());
  const sql = poolSql(ctx.db.pool);
  const outputs = numericPaths(await findNewestAnswer(sql, endpoint));
  const output = query.output ?? usualPath(outputs);
  const nothing = { endpoint, from, to, output, outputs, labels: 0, complete: true, data: [] };
  if (output === null) return nothing;
  const wanted = { endpoint, from, to, path: output.split("."), limit: MOST_LABELS + 1 };
  const found = await patiently(findLabelled(sql, wanted));
  const labelled = found.slice(0, MOST_LABELS);
  return {
    ...nothing,
    labels: labelled.length,
    complete: found.length <= MOST_LABELS,
    data: partsOf(labelled),
  };
});

export type WindowQuality = {
  output: string | null;
  /** Labels of 0 and 1, or numbers, whose answers are numbers. */
  judged: number;
  auc: number | null;
  /** How far what was said lies from how often it came true: the mean over tenths of the scores, by how many lie there. */
  calibration_error: number | null;
  mean_error: number | null;
};

/** Of all that one endpoint answered in a window, whatever version and variant, for those who watch it. */
export async function qualityOfWindow(
  { db }: Pick<Ctx, "db">,
  { endpoint, from, to, output }: { endpoint: string; from: string; to: string; output: string | null },
): Promise<WindowQuality> {
  const sql = poolSql(db.pool);
  const judgedOutput = output ?? usualPath(numericPaths(await findNewestAnswer(sql, endpoint)));
  if (judgedOutput === null)
    return { output: null, judged: 0, auc: null, calibration_error: null, mean_error: null };
  const wanted = { endpoint, from, to, path: judgedOutput.split("."), limit: MOST_LABELS };
  const { judged: count, auc, calibration, mean_error } = judged(await patiently(findLabelled(sql, wanted)));
  return {
    output: judgedOutput,
    judged: count,
    auc,
    calibration_error: calibration.length === 0 ? null : calibrationError(calibration),
    mean_error,
  };
}

function partsOf(labelled: readonly Labelled[]): Quality["data"] {
  const parts = new Map<string, Labelled[]>();
  for (const one of labelled) {
    const key = JSON.stringify([one.day, one.variant, one.model, one.version]);
    const part = parts.get(key) ?? [];
    part.push(one);
    parts.set(key, part);
  }
  return [...parts.values()]
    .flatMap((part) => {
      const [first] = part;
      if (!first) return [];
      const { day, variant, model, version } = first;
      return [{ day, variant, model: { name: model, version }, ...judged(part) }];
    })
    .sort((a, b) => (a.day === b.day ? a.variant - b.variant : a.day < b.day ? -1 : 1));
}

/** Answers and labels that are no numbers count, and are not judged. */
function judged(part: readonly Labelled[]) {
  const scored = part.flatMap(({ score, label }): Scored[] => {
    const truth = typeof label === "boolean" ? Number(label) : label;
    return score === null || typeof truth !== "number" ? [] : [{ score, truth }];
  });
  const isBinary = scored.every(
    ({ score, truth }) => (truth === 0 || truth === 1) && score >= 0 && score <= 1,
  );
  const none = { auc: null, log_loss: null, brier: null, calibration: [], mean_error: null, rmse: null };
  const counts = { labels: part.length, judged: scored.length };
  if (scored.length === 0) return { ...counts, ...none };
  if (!isBinary)
    return { ...counts, ...none, mean_error: meanError(scored), rmse: Math.sqrt(meanSquare(scored)) };
  return {
    ...counts,
    ...none,
    auc: areaUnderCurve(scored),
    log_loss: logLoss(scored),
    brier: meanSquare(scored),
    calibration: calibrationOf(scored),
  };
}
