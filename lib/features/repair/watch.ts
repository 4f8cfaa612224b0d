import { randomUUID } from "node:crypto";
import * as z from "zod";
import { defineJob } from "@/lib/jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { hotWrite } from "@/lib/verbs";
import { ONLINE_MARKER } from "../keys";
import { findOnlineStore, firstGeneration, nextGeneration } from "../repository/online-store";
import { listOnlineViews, listWantedViews, markLost, wantViews } from "../repository/online-views";
import { repairWanted } from "./repair";

const LOOK_MS = 5_000;
const TIMEOUT_MS = 60_000;

/**
 * The marker is a key that is set once and never expires: where it is gone, so is what was written beside it. A Redis that
 * comes back with an older state still has it.
 */
export async function watchOnlineStore(ctx: Ctx): Promise<"kept" | "lost"> {
  const sql = poolSql(ctx.db.pool);
  const { generation } = await findOnlineStore(sql);
  const marker = await ctx.redis.get(ONLINE_MARKER).catch(() => undefined);
  // A Redis that does not answer may still have everything.
  if (marker === undefined) return "kept";
  if (generation === null) {
    const first = randomUUID();
    if (await firstGeneration(sql, first)) await ctx.redis.set(ONLINE_MARKER, first);
    return "kept";
  }
  const isLost = marker !== generation;
  if (isLost) {
    const next = await noteLoss(ctx, { lost: generation });
    // Last: a process that ends before it notes the loss once more, which restores the same again.
    if (next !== null) await ctx.redis.set(ONLINE_MARKER, next);
  }
  if ((await listWantedViews(sql)).length > 0) await repairWanted(ctx, {});
  return isLost ? "lost" : "kept";
}

/** Returns the next generation; null where another process has noted it. */
const noteLoss = hotWrite(
  "features:write",
  z.strictObject({ lost: z.string() }),
  async ({ sql, input, audit, unchanged }) => {
    const next = randomUUID();
    if (!(await nextGeneration(sql, input.lost, next))) return unchanged<string | null>(null);
    await markLost(sql);
    const views = await listOnlineViews(sql);
    const restorable = views.filter(({ source }) => source !== null);
    const ids = restorable.map(({ id }) => id);
    await wantViews(sql, ids);
    const detail = {
      restored: restorable.map(({ name }) => name),
      pushes_lost: views.filter(({ pushSource }) => pushSource !== null).map(({ name }) => name),
      without_source: views.filter(({ source }) => source === null).map(({ name }) => name),
    };
    const target = { type: "feature_store", id: "online" };
    return audit<string | null>("feature_store.lose", { target, detail }, next);
  },
);

export const onlineStoreJob = defineJob({
  name: "feature-online-store",
  everyMs: LOOK_MS,
  timeoutMs: TIMEOUT_MS,
  scope: "one at a time",
  async run({ ctx }) {
    await watchOnlineStore(ctx);
    return undefined;
  },
});
