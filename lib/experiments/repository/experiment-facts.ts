import type { Sql } from "@/lib/platform/db";
import { OWNER_NAME } from "./owner";

export type ExperimentFacts = {
  id: string;
  createdBy: string | null;
  runCount: number;
  lastStart: number | null;
};

/** What a list says of experiments beside themselves. The index by experiment and lifecycle counts, and gives the last start at once. */
export async function experimentFacts(
  sql: Sql,
  ids: readonly string[],
): Promise<ReadonlyMap<string, ExperimentFacts>> {
  const rows = await sql.rows<ExperimentFacts>(
    `SELECT e.experiment_id::text AS id, ${OWNER_NAME("e.created_by")} AS "createdBy", r.count AS "runCount", (
         SELECT r.start_time::float8 FROM experiment_run r
         WHERE r.experiment_id = e.experiment_id AND r.lifecycle_stage = e.lifecycle_stage
         ORDER BY r.start_time DESC LIMIT 1) AS "lastStart"
     FROM experiment e, LATERAL (
       SELECT count(*)::int AS count FROM experiment_run r
       WHERE r.experiment_id = e.experiment_id AND r.lifecycle_stage = e.lifecycle_stage) r
     WHERE e.experiment_id = ANY($1::bigint[])`,
    [ids],
  );
  return new Map(rows.map((row) => [row.id, row]));
}
