import { sentenceOf } from "@/lib/jobs";
import type { LongTurn } from "@/lib/long-jobs";
import { poolSql } from "@/lib/platform/db";
import { isStoreFault } from "@/lib/platform/store-fault";
import { move, stateOf } from "../repository/batches";
import type { BatchState } from "../values";
import type { Work } from "./queued";

const LOOK_MS = 1_000;

export type Turn = LongTurn<Work, null>;
type Wanted = Pick<Turn, "ctx" | "id" | "progress" | "signal"> & { batch: string };

/**
 * Does a job's work while the batch is in a state in which it is wanted; one that is cancelled meanwhile aborts it within a
 * second. What it throws makes the batch fail, unless a store is away: then the job comes again.
 */
export async function whileWanted(
  { ctx, id, input, progress, signal }: Turn,
  states: readonly BatchState[],
  work: (wanted: Wanted) => Promise<unknown>,
): Promise<{ batch: string }> {
  const sql = poolSql(ctx.db.pool);
  const batch = input.id;
  const isWanted = async () => {
    const state = await stateOf(sql, batch);
    return state !== null && states.includes(state);
  };
  if (!(await isWanted())) return { batch };
  const unwanted = new AbortController();
  const look = setInterval(() => {
    isWanted().then(
      (wanted) => wanted || unwanted.abort(new Error("The batch prediction is not wanted any more")),
      () => {},
    );
  }, LOOK_MS);
  try {
    await work({ batch, ctx, id, progress, signal: AbortSignal.any([signal, unwanted.signal]) });
  } catch (error) {
    signal.throwIfAborted();
    if (unwanted.signal.aborted) return { batch };
    if (!isStoreFault(error)) await move(sql, batch, states, "failed", sentenceOf(error)).catch(() => {});
    throw error;
  } finally {
    clearInterval(look);
  }
  return { batch };
}
