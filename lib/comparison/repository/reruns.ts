import type { Sql } from "@/lib/platform/db";
import type { Change, Rerun } from "../schema";

export type NewRerun = {
  id: string;
  runId: string;
  otherRunId: string | null;
  change: { change: Change; from: string | null; to: string | null };
  dagId: string;
  dagRunId: string;
  createdBy: string;
};

/** False when one of the two runs is gone by now. */
export async function insertRerun(sql: Sql, rerun: NewRerun): Promise<boolean> {
  const rows = await sql.rows(
    `INSERT INTO run_rerun (id, run_id, other_run_id, change, dag_id, dag_run_id, created_by)
     SELECT $1, $2::uuid, $3::uuid, $4::jsonb, $5, $6, $7
     WHERE EXISTS (SELECT 1 FROM experiment_run WHERE run_id = $2::uuid)
       AND ($3::uuid IS NULL OR EXISTS (SELECT 1 FROM experiment_run WHERE run_id = $3::uuid)) RETURNING 1`,
    [
      rerun.id,
      rerun.runId,
      rerun.otherRunId,
      JSON.stringify(rerun.change),
      rerun.dagId,
      rerun.dagRunId,
      rerun.createdBy,
    ],
  );
  return rows.length > 0;
}

/** So many are told of one comparison. */
const MOST = 50;

/** Those of which all runs are among these; the newest first. */
export function rerunsAmong(sql: Sql, runIds: readonly string[]): Promise<Rerun[]> {
  return sql.rows<Rerun>(
    `SELECT a.id, replace(a.run_id::text, '-', '') AS run_id, replace(a.other_run_id::text, '-', '') AS other_run_id,
       a.change->'change' AS change, a.change->>'from' AS "from", a.change->>'to' AS "to", a.dag_id, a.dag_run_id, d.state,
       ARRAY(SELECT replace(r.run_id::text, '-', '') FROM experiment_run r
         WHERE r.dag_run_id = a.dag_run_id AND r.lifecycle_stage = 'active' ORDER BY r.run_id LIMIT 20) AS experiment_run_ids,
       to_char(a.created_at, 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"') AS created_at
     FROM run_rerun a LEFT JOIN dag_run d ON d.id = a.dag_run_id
     WHERE a.run_id = ANY($1::uuid[]) AND (a.other_run_id IS NULL OR a.other_run_id = ANY($1::uuid[]))
     ORDER BY a.id DESC LIMIT ${MOST}`,
    [runIds],
  );
}

/** The JSON Schema of the parameters of a pipeline's version. */
export async function paramsSchema(sql: Sql, dagId: string, version: number): Promise<unknown> {
  const [row] = await sql.rows<{ params: unknown }>(
    `SELECT spec->'params' AS params FROM dag_version WHERE dag_id = $1 AND number = $2::int`,
    [dagId, version],
  );
  return row?.params;
}

/** All parameters that these runs logged, by run. */
export async function loggedParams(
  sql: Sql,
  runIds: readonly string[],
): Promise<Map<string, Map<string, string>>> {
  const rows = await sql.rows<{ id: string; key: string; value: string }>(
    `SELECT replace(run_id::text, '-', '') AS id, key, value FROM run_param WHERE run_id = ANY($1::uuid[])
     ORDER BY key COLLATE "C" LIMIT 10000`,
    [runIds],
  );
  const logged = new Map<string, Map<string, string>>(runIds.map((id) => [id, new Map()]));
  for (const { id, key, value } of rows) logged.get(id)?.set(key, value);
  return logged;
}
