import { type Db, poolSql, poolTransaction, type Sql } from "@/lib/platform/db";
import { tookTooLong } from "@/lib/platform/store-fault";
import { unreadableRegex } from "./query/problem";
import { regexProblemIn } from "./query/regex-problem";
import { findDayParts } from "./repository/partitions";
import type { Range } from "./repository/search";
import { halves, type Slice, slicesOf, widening } from "./slices";

const SLICE_MS = 2_000;
const TOGETHER_MS = 10_000;
/** Slices that are read at once where all are wanted: a database of a small machine has two cores. */
const AT_ONCE = 2;

export type LookedBack = { searched_to: string; complete: boolean };
type Work<T> = {
  read: (sql: Sql, slice: Range) => Promise<T>;
  /** What was read, in order, the newest first. */
  take: (found: T) => "go on" | "enough";
  /** `all`: it never has enough, so that slices are read side by side. */
  wants: "all" | "some";
  patienceMs?: number | undefined;
};
const TOO_SLOW = Symbol("too slow");

/**
 * Goes back from the end of a range, slice by slice, until `take` says that it has enough. A slice that takes too long is tried
 * in halves. It stops for good where an hour takes too long, or the whole search: `searched_to` says how far it came.
 */
export async function lookBack<T>(
  pool: Db["pool"],
  range: Range,
  { read, take, wants, patienceMs = TOGETHER_MS }: Work<T>,
): Promise<LookedBack> {
  const ends = performance.now() + patienceMs;
  const slices = slicesOf(range, await findDayParts(poolSql(pool), range.from, range.to));
  const left = (wants === "some" ? widening(slices) : slices).reverse();
  const tried = (slice: Slice) => readWithin(pool, slice, read, ends - performance.now());
  while (left.length > 0) {
    const now = left.splice(wants === "all" ? -AT_ONCE : -1).reverse();
    const found = await Promise.all(now.map(tried));
    for (const [at, slice] of now.entries()) {
      const one = found[at];
      if (one === undefined || one === TOO_SLOW) {
        const parts = performance.now() < ends ? halves(slice) : null;
        if (!parts) return { searched_to: slice.to, complete: false };
        // What is older is read again: it is rare, and parts come in order.
        left.push(...now.slice(at + 1).reverse(), ...parts.reverse());
        break;
      }
      if (take(one.found) === "enough") return { searched_to: slice.from, complete: true };
    }
  }
  return { searched_to: range.from, complete: true };
}

async function readWithin<T>(
  pool: Db["pool"],
  slice: Slice,
  read: (sql: Sql, slice: Range) => Promise<T>,
  roomMs: number,
): Promise<{ found: T } | typeof TOO_SLOW> {
  if (roomMs <= 0) return TOO_SLOW;
  try {
    const statementMs = Math.ceil(Math.min(SLICE_MS, roomMs));
    return { found: await poolTransaction(pool, (sql) => read(sql, slice), { statementMs }) };
  } catch (error) {
    if (isBadRegex(error)) throw unreadableRegex(regexProblemIn(error.message), error.message);
    if (!tookTooLong(error)) throw error;
    return TOO_SLOW;
  }
}

/** SQLSTATE invalid_regular_expression. The database says what is wrong with it, in words of its own. */
function isBadRegex(error: unknown): error is Error {
  return error instanceof Error && "code" in error && error.code === "2201B";
}
