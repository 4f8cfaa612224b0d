import * as z from "zod";
import { createBackfill } from "@/lib/backfills";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { read } from "@/lib/verbs";
import { guardChampion } from "./guard-champion";
import { findDemo, isLoaded } from "./repository";
import { DEMO, type DemoState } from "./schema";

export const demoState = read("runs:read", z.strictObject({}), async (ctx): Promise<DemoState> => {
  const sql = poolSql(ctx.db.pool);
  const [demo, available] = await Promise.all([findDemo(sql), isLoaded(sql)]);
  return {
    dag_id: DEMO.dag_id,
    available,
    backfill_id: demo?.id ?? null,
    state: demo?.state ?? null,
    total_runs: demo?.total ?? 0,
    ended_runs: demo?.ended ?? 0,
    failed_runs: demo?.failed ?? 0,
  };
});

const existing = read("runs:write", z.strictObject({}), (ctx) => findDemo(poolSql(ctx.db.pool)));

/** Backfills the demo's days, or returns the existing backfill. Audited as a backfill. */
export async function loadDemo(ctx: Ctx): Promise<{ backfill_id: string; created: boolean }> {
  const there = await existing(ctx, {});
  if (there) return { backfill_id: there.id, created: false };
  await guardChampion(ctx);
  const made = await createBackfill(ctx, { ...DEMO });
  if (made.id === null) throw new ConflictError("The demo was not made. Try again.");
  return { backfill_id: made.id, created: true };
}
