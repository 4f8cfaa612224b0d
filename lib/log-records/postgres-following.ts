import { type Db, poolSql, poolTransaction } from "@/lib/platform/db";
import { tookTooLong } from "@/lib/platform/store-fault";
import type { Query } from "./query/tree";
import { findDayParts } from "./repository/partitions";
import { type FoundRecord, findNext, type Place, type Range } from "./repository/search";
import { slicesOf } from "./slices";

const DAY_MS = 2_000;
const TOGETHER_MS = 5_000;

/** Goes on from a place, a day at a time. */
export async function postgresFollowing(
  { pool }: Pick<Db, "pool">,
  { range, query, after, limit }: { range: Range; query: Query | null; after: Place; limit: number },
): Promise<{ records: FoundRecord[]; complete: boolean }> {
  const ends = performance.now() + TOGETHER_MS;
  const records: FoundRecord[] = [];
  const days = await findDayParts(poolSql(pool), range.from, range.to);
  for (const slice of slicesOf(range, days).reverse()) {
    const room = ends - performance.now();
    if (room <= 0) return { records, complete: false };
    const wanted = { range: slice, query, after, limit: limit - records.length };
    const found = await poolTransaction(pool, (sql) => findNext(sql, wanted), {
      statementMs: Math.ceil(Math.min(DAY_MS, room)),
    }).catch((error: unknown) => {
      if (!tookTooLong(error)) throw error;
      return null;
    });
    if (!found) return { records, complete: false };
    records.push(...found);
    if (records.length >= limit) break;
  }
  return { records, complete: true };
}
