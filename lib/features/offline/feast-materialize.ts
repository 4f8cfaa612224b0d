import { setTimeout as delay } from "node:timers/promises";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { ConflictError, InvalidError } from "@/lib/platform/errors";
import { because } from "@/lib/platform/reasons";
import { parseInput } from "@/lib/verbs";
import { parseMicros } from "../online/time";
import { busyViews, materializationStates } from "../repository/materializations";
import { listViewRows } from "../repository/views";
import { FeastMaterialization } from "../schema";
import { materializeView } from "./materialize";

const LOOK_MS = 500;

/** `busy`: nothing was started, because one of these is queued or running. `going`: it has not ended yet. */
export type FeastOutcome = { how: "ended" | "going" | "busy"; views: string[] };

/**
 * As Feast's server materialises: some views, or all that have a data source. It waits for their end, at most `patienceMs`;
 * they go on afterwards. Throws CONFLICT with the words of the first that failed.
 */
export async function materializeAsFeast(ctx: Ctx, raw: unknown, patienceMs: number): Promise<FeastOutcome> {
  const input = parseInput(FeastMaterialization, raw);
  const sql = poolSql(ctx.db.pool);
  const views = input.feature_views ?? (await viewsWithSource(ctx));
  const end = instantOf("end_ts", input.end_ts);
  const start = input.disable_event_timestamp
    ? new Date(0).toISOString()
    : input.start_ts === undefined
      ? undefined
      : instantOf("start_ts", input.start_ts);
  const busy = await busyViews(sql, views);
  if (busy.length > 0) return { how: "busy", views: busy };
  const ids: string[] = [];
  for (const name of views) ids.push((await materializeView(ctx, { name, start, end })).id);
  for (let waitedMs = 0; ; waitedMs += LOOK_MS) {
    const states = await materializationStates(sql, ids);
    const failed = states.find(({ state }) => state === "failed" || state === "cancelled");
    if (failed) {
      const said = failed.error ?? "The materialisation was cancelled.";
      throw new ConflictError(said, because("source_refused", { said }));
    }
    if (states.every(({ state }) => state === "succeeded")) return { how: "ended", views };
    if (waitedMs >= patienceMs) return { how: "going", views };
    await delay(LOOK_MS);
  }
}

async function viewsWithSource(ctx: Ctx): Promise<string[]> {
  const rows = await listViewRows(poolSql(ctx.db.pool));
  return rows.flatMap(({ name, source }) => (source === null ? [] : [name]));
}

/** Python writes times without a zone: they are UTC. */
function instantOf(field: string, text: string): string {
  const micros = parseMicros(text);
  if (micros !== null) return new Date(Math.floor(micros / 1_000)).toISOString();
  throw InvalidError.field(
    `/${field}`,
    `${field} must be a time since 1970, such as 2026-01-31T00:00:00Z.`,
    because("invalid_format", { format: "datetime" }),
  );
}
