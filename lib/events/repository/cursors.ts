import type { Sql } from "@/lib/platform/db";
import type { Position } from "./read";

/** `isOld`: the position is to be moved on without events too, so that it holds up no sweep. */
export type Cursor = { at: Position; isOld: boolean };
const OLD = "1 minute";
const SAME = `consumer = $1 AND seen = $2 AND upto IS NOT DISTINCT FROM $3 AND after_id = $4::bigint`;

/** `from`: where a consumer begins that has no cursor yet, now or with the oldest row that is kept. */
export async function openCursor(sql: Sql, consumer: string, from: "now" | "start"): Promise<void> {
  await sql.rows(
    `INSERT INTO event_cursor (consumer, seen)
     SELECT $1, CASE $2 WHEN 'now' THEN pg_current_snapshot()::text ELSE (xid + 1) || ':' || (xid + 1) || ':' END
     FROM event_swept ON CONFLICT DO NOTHING`,
    [consumer, from],
  );
}

export async function readCursor(sql: Sql, consumer: string): Promise<Cursor | null> {
  const [row] = await sql.rows<Position & Omit<Cursor, "at">>(
    `SELECT seen, upto, after_id::text AS "afterId", updated_at < now() - interval '${OLD}' AS "isOld"
     FROM event_cursor WHERE consumer = $1`,
    [consumer],
  );
  if (!row) return null;
  const { isOld, ...at } = row;
  return { at, isOld };
}

/** Compare-and-set. False: another process has moved it on in the meantime. */
export async function moveCursor(sql: Sql, consumer: string, at: Position, next: Position): Promise<boolean> {
  const rows = await sql.rows(
    `UPDATE event_cursor SET seen = $5, upto = $6, after_id = $7::bigint, updated_at = now() WHERE ${SAME} RETURNING 1`,
    [consumer, ...columns(at), ...columns(next)],
  );
  return rows.length > 0;
}

const columns = ({ seen, upto, afterId }: Position) => [seen, upto, afterId];
