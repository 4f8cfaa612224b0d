import { type Db, poolSql, poolTransaction } from "@/lib/platform/db";
import { tookTooLong } from "@/lib/platform/store-fault";
import type { Query } from "./query/tree";
import {
  type Arrival,
  type Arrived,
  arrivalNow,
  lastNumber,
  placeOf,
  placeText,
  readArrived,
} from "./repository/arrivals";
import type { StoreTail } from "./store";

/** One look brings at most these; a reader sees no more of a second anyway. */
const MOST = 200;
/** A look that takes longer is given up, and says how many records it passed over. */
const LOOK_MS = 1_000;

/** A place that is not of this server's history, as after a restore, counts as now. */
export async function postgresTail(
  { pool }: Pick<Db, "pool">,
  { query, position }: { query: Query | null; position: string | null },
): Promise<StoreTail> {
  const begin = async () => {
    const top = await lastNumber(poolSql(pool));
    return arrivalNow(poolSql(pool), top);
  };
  let at = (position === null ? null : placeOf(position)) ?? (await begin());
  return {
    async look() {
      const top = await lastNumber(poolSql(pool));
      if (top === at.floor) return null;
      const found = await lookOnce(pool, at, query, top);
      if (found === "too slow") {
        const passed = Number(BigInt(top) - BigInt(at.floor));
        at = await arrivalNow(poolSql(pool), top);
        return { data: [], skipped: 0, passed };
      }
      at = found?.next ?? (await begin());
      if (!found || found.records.length === 0) return null;
      return { data: found.records, skipped: found.skipped, passed: 0 };
    },
    position: () => placeText(at),
  };
}

function lookOnce(
  pool: Db["pool"],
  at: Arrival,
  query: Query | null,
  top: string,
): Promise<Arrived | null | "too slow"> {
  return poolTransaction(pool, (sql) => readArrived(sql, at, { query, limit: MOST, top }), {
    statementMs: LOOK_MS,
  }).catch((error: unknown) => {
    if (!tookTooLong(error)) throw error;
    return "too slow" as const;
  });
}
