import type { Sql } from "@/lib/platform/db";
import type { RecordedEvent, Topic } from "../event";

/**
 * A position is a snapshot of Postgres: the rows that it sees have been read. What is read next are the rows that a newer
 * snapshot sees and it does not. So a row that is committed late, after rows with higher numbers were read, is never passed
 * over, and a transaction that stays open holds up its own rows only.
 *
 * Cost of a read: two conditions on the index, what began after the position and what was open at it. A transaction that stays
 * open for long, in any database of the server, adds nothing.
 */
export type Position = {
  seen: string;
  /** In the middle of a read of several pages: the snapshot that it ends with. */
  upto: string | null;
  /** The last row of the pages so far. */
  afterId: string;
};

export const startingAt = (seen: string): Position => ({ seen, upto: null, afterId: "0" });

export type Page = {
  events: RecordedEvent[];
  /** Where to go on. */
  next: Position;
  /** Rows that the position has not seen are gone, or it is not of this server's history: something may have been missed. */
  isGone: boolean;
};

type Row = {
  upto: string;
  isGone: boolean;
  rest: string;
  seq: string | null;
  topic: Topic;
  id: string;
  dag_id: string | null;
  run_id: string | null;
  task_id: string | null;
  attempt_id: string | null;
  at: Date;
};

/** Everything above what was swept; after a position of another history, everything from now on. */
const REST = `CASE WHEN s.swept >= pg_snapshot_xmin(s.seen) THEN (s.swept::text::bigint + 1)::text || ':' || (s.swept::text::bigint + 1)::text || ':'
  ELSE pg_current_snapshot()::text END`;

/** Not prepared: the plan hangs on where the position lies in the table. */
export async function readPage(
  sql: Sql,
  at: Position,
  want: { topics: readonly Topic[] | null; limit: number },
): Promise<Page> {
  const rows = await sql.rows<Row>(
    `WITH s AS MATERIALIZED (
       SELECT $1::pg_snapshot AS seen, coalesce($2::pg_snapshot, pg_current_snapshot()) AS upto,
         xid::text::xid8 AS swept FROM event_swept
     )
     SELECT s.upto::text AS upto, ${REST} AS rest,
       s.swept >= pg_snapshot_xmin(s.seen)
         OR pg_snapshot_xmax(s.seen) > pg_snapshot_xmax(pg_current_snapshot()) AS "isGone",
       e.id::text AS seq, e.topic, e.entity_id AS id, e.dag_id, e.run_id, e.task_id, e.attempt_id::text AS attempt_id, e.at
     FROM s LEFT JOIN LATERAL (
       SELECT * FROM event_outbox o
       WHERE (o.xid >= pg_snapshot_xmax($1::pg_snapshot)::text::bigint
           OR o.xid = ANY(ARRAY(SELECT pg_snapshot_xip($1::pg_snapshot)::text::bigint)))
         AND pg_visible_in_snapshot(o.xid::text::xid8, s.upto)
         AND o.id > $3::bigint AND ($4::text[] IS NULL OR o.topic = ANY($4::text[]))
         AND s.swept < pg_snapshot_xmin(s.seen)
       ORDER BY o.id LIMIT $5::int
     ) e ON true ORDER BY e.id`,
    [at.seen, at.upto, at.afterId, want.topics, want.limit],
  );
  const [first] = rows;
  if (!first) throw new Error("The row of event_swept is missing; the migration makes it");
  if (first.isGone) return { events: [], next: startingAt(first.rest), isGone: true };
  const events = rows.flatMap(eventOf);
  const last = events.at(-1);
  const isFull = last !== undefined && events.length === want.limit;
  const next = isFull ? { seen: at.seen, upto: first.upto, afterId: last.seq } : startingAt(first.upto);
  return { events, next, isGone: false };
}

function eventOf({ seq, topic, id, dag_id, run_id, task_id, attempt_id, at }: Row): RecordedEvent[] {
  if (seq === null) return [];
  return [
    {
      ...{ seq, at, topic, id },
      ...(dag_id !== null && { dag_id }),
      ...(run_id !== null && { run_id }),
      ...(task_id !== null && { task_id }),
      ...(attempt_id !== null && { attempt_id }),
    },
  ];
}

/** Everything that is committed by now has been read. */
export async function positionNow(sql: Sql): Promise<string> {
  const [row] = await sql.rows<{ now: string }>("SELECT pg_current_snapshot()::text AS now");
  if (!row) throw new Error("The database did not tell its snapshot");
  return row.now;
}
