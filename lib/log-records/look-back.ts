import { type Db, poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { tookTooLong } from "@/lib/platform/store-fault";
import { unreadable } from "./query/problem";
import { findDays } from "./repository/partitions";
import type { Range } from "./repository/search";
import { halves, slicesOf } from "./slices";

const SLICE_MS = 2_000;
const TOGETHER_MS = 10_000;

export type LookedBack = { searched_to: string; complete: boolean };

/**
 * Goes back from the end of a range, a day at a time, until `work` says that it has enough. A day that takes too long is tried
 * in halves. It stops for good where an hour takes too long, or the whole search: `searched_to` says how far it came.
 */
export async function lookBack(
  pool: Db["pool"],
  range: Range,
  work: (sql: Sql, slice: Range) => Promise<"go on" | "enough">,
  patienceMs = TOGETHER_MS,
): Promise<LookedBack> {
  const ends = performance.now() + patienceMs;
  const left = slicesOf(range, await findDays(poolSql(pool), range.from, range.to)).reverse();
  for (let slice = left.pop(); slice; slice = left.pop()) {
    const one = slice;
    const room = ends - performance.now();
    if (room <= 0) return { searched_to: one.to, complete: false };
    const found = await poolTransaction(pool, (sql) => work(sql, one), {
      statementMs: Math.ceil(Math.min(SLICE_MS, room)),
    }).catch((error: unknown) => {
      if (isBadRegex(error)) throw unreadable(0, error.message);
      if (!tookTooLong(error)) throw error;
      return "too slow" as const;
    });
    if (found === "enough") return { searched_to: one.from, complete: true };
    if (found === "go on") continue;
    const parts = halves(one);
    if (!parts) return { searched_to: one.to, complete: false };
    const [newer, older] = parts;
    left.push(older, newer);
  }
  return { searched_to: range.from, complete: true };
}

/** SQLSTATE invalid_regular_expression. The database says what is wrong with it, in words of its own. */
function isBadRegex(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "2201B";
}
