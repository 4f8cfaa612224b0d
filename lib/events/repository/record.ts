import type { Sql } from "@/lib/platform/db";
import type { DomainEvent, Topic } from "../event";

const INSERT = "INSERT INTO event_outbox (topic, entity_id, dag_id, run_id, task_id, attempt_id)";

/** Expressions of SQL for the columns of an event; what is left out is null. */
export type EventColumns = { id: string; dag?: string; run?: string; task?: string; attempt?: string };

/**
 * For a hot statement that makes a transition: a common table expression of it records the events, so that a hop needs no
 * round trip more. `WITH done AS (UPDATE ... RETURNING ...), told AS (${recording("task", {...}, "done")}) SELECT ...`
 */
export function recording(topic: Topic, of: EventColumns, from: string): string {
  const { id, dag = "NULL", run = "NULL", task = "NULL", attempt = "NULL" } = of;
  return `${INSERT} SELECT '${topic}', ${id}, ${dag}, ${run}, ${task}, ${attempt}::uuid FROM ${from}`;
}

/** Records events in the transaction of `sql`, all in one statement; the same event twice is one row. */
export async function recordEvents(sql: Sql, events: readonly DomainEvent[]): Promise<void> {
  const rows = [...new Map(events.map((event) => [keyOf(event), event])).values()];
  if (rows.length === 0) return;
  const column = (name: keyof DomainEvent) => rows.map((row) => row[name] ?? null);
  await sql.hot(
    `${INSERT} SELECT * FROM unnest($1::text[], $2::text[], $3::text[], $4::text[], $5::text[], $6::uuid[])`,
    [
      column("topic"),
      column("id"),
      column("dag_id"),
      column("run_id"),
      column("task_id"),
      column("attempt_id"),
    ],
  );
}

export function keyOf({ topic, id, dag_id, run_id, task_id, attempt_id }: DomainEvent): string {
  return JSON.stringify([topic, id, dag_id, run_id, task_id, attempt_id]);
}
