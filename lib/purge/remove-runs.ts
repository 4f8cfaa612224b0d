import * as z from "zod";
import { filesOf, lockRunPlaces, removePoints, removeRunRows } from "@/lib/experiments";
import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import { removeDue, removeLater } from "@/lib/platform/storage/removal";
import { hotWrite } from "@/lib/verbs";
import { NOTHING_PURGED, type Purged } from "./schema";
import { refuseNeeded } from "./weigh";

/** So many runs, and so many points, to a transaction: a statement stays well within its time limit. */
export const RUNS_AT_ONCE = 50;
const POINTS_AT_ONCE = 50_000;

const Batch = z.object({ run_ids: z.array(z.string()), deletedOnly: z.boolean() });
type Batch = z.infer<typeof Batch>;

/** Points first, in transactions of their own, then the runs; then their files. Each step may happen twice. */
export async function removeBatch(ctx: Ctx, batch: Batch, signal: AbortSignal): Promise<Purged> {
  let points = 0;
  for (;;) {
    signal.throwIfAborted();
    const gone = await removeSomePoints(ctx, batch);
    points += gone;
    if (gone < POINTS_AT_ONCE) break;
  }
  const { runs, logged_models } = await removeRows(ctx, batch);
  await removeDue(ctx, signal);
  return { runs, points, logged_models };
}

const removeSomePoints = hotWrite("experiments:write", Batch, async ({ sql, input, unchanged }) => {
  const ids = await held(sql, input);
  return unchanged(await removePoints(sql, ids, POINTS_AT_ONCE));
});

const removeRows = hotWrite("experiments:write", Batch, async ({ sql, input, unchanged, event }) => {
  const ids = await held(sql, input);
  if (ids.length === 0) return unchanged(NOTHING_PURGED);
  await removePoints(sql, ids, POINTS_AT_ONCE);
  const models = await removeRunRows(sql, ids);
  await removeLater(
    sql,
    [...ids, ...models].map((id) => ({ key: filesOf(id), isPrefix: true })),
  );
  for (const id of ids) event({ topic: "experiment_run", id });
  return unchanged({ runs: ids.length, points: 0, logged_models: models.length });
});

/** Held until the end, so that no version comes to need their files meanwhile. One that was restored since stays. */
async function held(sql: Sql, { run_ids, deletedOnly }: Batch): Promise<string[]> {
  const runs = await lockRunPlaces(sql, run_ids, "UPDATE");
  const going = runs.filter(({ lifecycleStage }) => !deletedOnly || lifecycleStage === "deleted");
  const ids = going.map(({ runId }) => runId);
  if (ids.length > 0) await refuseNeeded(sql, { runIds: ids });
  return ids;
}
