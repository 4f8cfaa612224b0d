import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { ALL_VALUES } from "../keys";
import { type Definitions, definitionsOfRow } from "../online/definitions";
import { noteCounts } from "../repository/online-views";
import { readSnapshot } from "../repository/snapshot";

const SCANNED = 1_000;

/**
 * Counts the entities of each view that have a row online. One walk over the keys of Redis, page by page: a key that comes or
 * goes meanwhile may be counted or not.
 */
export async function countRows(ctx: Ctx, signal: AbortSignal): Promise<void> {
  const sql = poolSql(ctx.db.pool);
  const prefixes = prefixesOf(definitionsOfRow(await readSnapshot(sql)));
  const counts = new Map([...prefixes.values()].map((viewId) => [viewId, 0]));
  let cursor = "0";
  do {
    signal.throwIfAborted();
    const [next, keys] = await ctx.redis.scan(cursor, "MATCH", ALL_VALUES, "COUNT", SCANNED);
    for (const key of keys) {
      const viewId = prefixes.get(key.slice(0, key.indexOf("[")));
      if (viewId !== undefined) counts.set(viewId, (counts.get(viewId) ?? 0) + 1);
    }
    cursor = next;
  } while (cursor !== "0");
  const found = [...counts].map(([viewId, rows]) => ({ viewId, rows }));
  await noteCounts(sql, found);
}

/** What the keys of a view begin with, and its id. Rows of earlier join keys begin otherwise, and are not served. */
function prefixesOf({ views }: Definitions): Map<string, string> {
  return new Map([...views.values()].map(({ keyPrefix, id }) => [keyPrefix, id]));
}
