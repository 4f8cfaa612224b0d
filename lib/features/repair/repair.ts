import * as z from "zod";
import { poolSnapshot } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { type HotWriteArgs, hotWrite, read } from "@/lib/verbs";
import { queueMaterialization } from "../offline/materialize";
import { findOnlineStore } from "../repository/online-store";
import {
  listOnlineViews,
  listWantedViews,
  noteRepair,
  type OnlineViewRow,
  wantViews,
} from "../repository/online-views";
import { onlineView } from "./online-view";
import { RepairInput } from "./schema";

type Queueing = Pick<HotWriteArgs<unknown>, "sql" | "ctx" | "event" | "afterCommit">;

/** How each view stands in Redis, and what was lost there and is restored. */
export const getOnlineStore = read("features:read", z.strictObject({}), async (ctx) =>
  poolSnapshot(ctx.db.pool, async (sql) => {
    const { since, lostAt } = await findOnlineStore(sql);
    const now = ctx.clock.now();
    const data = (await listOnlineViews(sql)).map((row) => onlineView(row, now));
    return { since: since?.toISOString() ?? null, lost_at: lostAt?.toISOString() ?? null, data };
  }),
);

/**
 * Materialises views again, each with all that may still be served. A view that is being materialised is restored when that
 * has ended, because its range may be a shorter one.
 */
export const repairOnlineStore = hotWrite(
  "features:write",
  RepairInput,
  async ({ input, audit, ...rest }) => {
    const { sql, ctx } = rest;
    const asked = viewsOf(await listOnlineViews(sql), input.views);
    const restorable = asked.filter(({ source }) => source !== null);
    const ids = restorable.map(({ id }) => id);
    await wantViews(sql, ids);
    for (const view of restorable) {
      const { id, created } = await queueRepair(rest, view);
      // It is restored already.
      if (!created && id === view.repairId) await noteRepair(sql, view.id, id);
    }
    const now = ctx.clock.now();
    const known = new Set(asked.map(({ id }) => id));
    const after = (await listOnlineViews(sql)).filter(({ id }) => known.has(id));
    const target = { type: "feature_store", id: "online" };
    const detail = { views: restorable.map(({ name }) => name) };
    return audit(
      "feature_store.repair",
      { target, detail },
      { data: after.map((row) => onlineView(row, now)) },
    );
  },
);

/** Queues what is still to be restored, where nothing is in its way any more. */
export const repairWanted = hotWrite(
  "features:write",
  z.strictObject({}),
  async ({ audit, unchanged, ...rest }) => {
    const queued: string[] = [];
    for (const view of await listWantedViews(rest.sql))
      if ((await queueRepair(rest, view)).created) queued.push(view.name);
    if (queued.length === 0) return unchanged(queued);
    const target = { type: "feature_store", id: "online" };
    return audit("feature_store.repair", { target, detail: { views: queued } }, queued);
  },
);

/** From as long ago as a value may be old. */
async function queueRepair(rest: Queueing, view: OnlineViewRow) {
  const end = rest.ctx.clock.now();
  const ttlMs = view.ttlSeconds * 1_000;
  const start = new Date(ttlMs === 0 ? 0 : Math.max(0, end.getTime() - ttlMs));
  const started = await queueMaterialization(rest, view, { start, end, isIncremental: false });
  if (started.created) await noteRepair(rest.sql, view.id, started.id);
  return started;
}

function viewsOf(all: readonly OnlineViewRow[], names: readonly string[] | undefined): OnlineViewRow[] {
  if (!names) return [...all];
  return [...new Set(names)].map((name) => {
    const found = all.find((view) => view.name === name);
    if (!found) throw new NotFoundError("feature view", name);
    return found;
  });
}
