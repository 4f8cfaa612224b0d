import type { Sql } from "@/lib/platform/db";

/** Before everything: what was swept always lies after it, so its reader has a gap. */
const NOWHERE = "1:1:";

/**
 * A database that was restored from a dump into another server holds numbers of transactions that this server has not given
 * out yet, so nothing of its own would count as new. Such rows are dropped, and everybody begins anew with a gap: browsers,
 * because their positions lie behind what now counts as swept, and durable consumers, whose positions may be of either server.
 * Returns whether it was so. Two processes at once do the same twice, and a consumer may hear of the gap twice.
 */
export async function leaveOtherHistory(sql: Sql): Promise<boolean> {
  const rows = await sql.rows(
    `WITH here AS MATERIALIZED (
       SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS oldest,
         pg_snapshot_xmax(pg_current_snapshot())::text::bigint AS next
     ), other AS MATERIALIZED (
       SELECT oldest, next FROM here
       WHERE next <= greatest((SELECT max(xid) FROM event_outbox), (SELECT xid FROM event_swept))
     ), dropped AS (
       DELETE FROM event_outbox o USING other WHERE o.xid >= other.next
     ), swept AS (
       UPDATE event_swept SET xid = other.oldest - 1 FROM other
     ), moved AS (
       UPDATE event_cursor SET seen = '${NOWHERE}', upto = NULL, after_id = 0 FROM other
     )
     SELECT 1 FROM other`,
  );
  return rows.length > 0;
}
