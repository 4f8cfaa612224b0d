import type { Sql } from "@/lib/platform/db";
import { leaveOtherHistory } from "./restored";

/** An event that all have read is kept this long for browsers that come back. */
const KEPT = "1 hour";
/** Beyond these limits it goes although a consumer has not handled it; the consumer is told so. */
const KEPT_AT_MOST = "24 hours";
const MOST_ROWS = 1_000_000;
const BATCH = 5_000;

/**
 * Drops old events in the order of their transactions, in batches, and notes up to where. A position that lies behind that has
 * a gap. Rows of transactions that began after one that is still open stay: nothing of theirs could be vacuumed either.
 * Throws between two batches once `signal` is aborted.
 */
export async function sweepEvents(sql: Sql, signal?: AbortSignal): Promise<number> {
  await leaveOtherHistory(sql);
  for (let total = 0; ; ) {
    signal?.throwIfAborted();
    const count = await sweepBatch(sql);
    total += count;
    if (count < BATCH) return total;
  }
}

async function sweepBatch(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ count: number }>(
    `WITH oldest AS (
       SELECT xid, id, at FROM event_outbox WHERE xid < pg_snapshot_xmin(pg_current_snapshot())::text::bigint
       ORDER BY xid, id LIMIT ${BATCH}
     ), handled AS (
       SELECT min(pg_snapshot_xmin(seen::pg_snapshot)::text::bigint) AS upto FROM event_cursor
       WHERE updated_at > now() - interval '${KEPT_AT_MOST}'
     ), newest AS (
       SELECT id FROM event_outbox ORDER BY xid DESC, id DESC LIMIT 1
     ), gone AS (
       DELETE FROM event_outbox o USING oldest
       WHERE o.xid = oldest.xid AND o.id = oldest.id AND (
         oldest.at < now() - interval '${KEPT_AT_MOST}'
         OR oldest.id <= (SELECT id FROM newest) - ${MOST_ROWS}
         OR (oldest.at < now() - interval '${KEPT}' AND coalesce(oldest.xid < (SELECT upto FROM handled), true)))
       RETURNING o.xid
     ), noted AS (
       UPDATE event_swept SET xid = greatest(xid, (SELECT max(xid) FROM gone)) WHERE EXISTS (SELECT 1 FROM gone)
     )
     SELECT count(*)::int AS count FROM gone`,
  );
  return row?.count ?? 0;
}
