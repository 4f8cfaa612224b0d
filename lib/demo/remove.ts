import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, txSql } from "@/lib/platform/db";
import { ConflictError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { read, write } from "@/lib/verbs";
import { demoPrefixes } from "./keys";
import { type DemoRun, deleteRuns, demoRuns, lockDemoRuns, trainingSetsOf } from "./repository";
import { DEMO } from "./schema";

const REMOVALS_AT_ONCE = 8;

/**
 * Deletes every run of the demo with its tasks, logs, artifacts and objects. Refused (CONFLICT) while one of them is
 * active. Objects go first: after a failure, a second call still finds the rows and finishes.
 */
export async function removeDemo(ctx: Ctx): Promise<{ runs: number; artifacts: number; objects: number }> {
  const { runIds, trainingSets } = await endedRuns(ctx, {});
  const ofRuns = runIds.flatMap((id) => [`artifacts/${id}/`, `logs/${id}/`]);
  const prefixes = [...demoPrefixes(), ...ofRuns, ...trainingSets];
  const objects = await removeObjects(ctx, prefixes);
  return removeRows(ctx, { objects });
}

const endedRuns = read("team:manage", z.strictObject({}), async (ctx) => {
  const sql = poolSql(ctx.db.pool);
  const runIds = allEnded(await demoRuns(sql));
  return { runIds, trainingSets: await trainingSetsOf(sql, runIds) };
});

const removeRows = write("team:manage", z.object({ objects: z.number() }), async ({ tx, input, audit }) => {
  const sql = txSql(tx);
  const runIds = allEnded(await lockDemoRuns(sql));
  const artifacts = await deleteRuns(sql, runIds);
  const removed = { runs: runIds.length, artifacts, objects: input.objects };
  return audit("demo.remove", { target: { type: "dag", id: DEMO.dag_id }, detail: removed }, removed);
});

function allEnded(runs: readonly DemoRun[]): string[] {
  const active = runs.filter((run) => run.active).length;
  if (active > 0) {
    throw new ConflictError(
      `The demo is still running (${active} of ${runs.length} runs). Cancel its backfill, or wait for its end.`,
      because("demo_running", { active, total: runs.length }),
    );
  }
  return runs.map((run) => run.id);
}

async function removeObjects(ctx: Ctx, prefixes: readonly string[]): Promise<number> {
  let removed = 0;
  const queue = prefixes.values();
  const remover = async () => {
    for (const prefix of queue) {
      for (let more = true; more; ) {
        const page = await ctx.storage.list(prefix);
        for (const { key } of page.objects) await ctx.storage.remove(key);
        removed += page.objects.length;
        more = page.nextCursor !== null;
      }
    }
  };
  await Promise.all(Array.from({ length: REMOVALS_AT_ONCE }, remover));
  return removed;
}
