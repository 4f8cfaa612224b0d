import type { Sql } from "@/lib/platform/db";
import type { ReferenceKind } from "../values";

export type ReferenceRow = {
  kind: ReferenceKind;
  source: string;
  jobId: string | null;
  rows: number | null;
  columns: unknown;
  setBy: string;
  setAt: Date;
  /** Of the long job. */
  jobState: string | null;
  jobError: string | null;
};

/** Null for an endpoint that is not there. */
export async function findEndpointId(sql: Sql, name: string): Promise<string | null> {
  const [row] = await sql.rows<{ id: string }>("SELECT id::text AS id FROM endpoint WHERE name = $1", [name]);
  return row?.id ?? null;
}

export async function findReference(sql: Sql, endpointId: string): Promise<ReferenceRow | null> {
  const [row] = await sql.rows<ReferenceRow>(
    `SELECT r.kind, r.source, r.job_id AS "jobId", r.rows::float8 AS rows, r.columns, r.set_by AS "setBy", r.set_at AS "setAt",
       j.state AS "jobState", j.error AS "jobError"
     FROM drift_reference r LEFT JOIN long_job j ON j.id = r.job_id WHERE r.endpoint_id = $1::bigint`,
    [endpointId],
  );
  return row ?? null;
}

export type NewReference = Pick<ReferenceRow, "kind" | "source" | "jobId" | "rows" | "setBy"> & {
  endpointId: string;
  columns: unknown[] | null;
};

/** Instead of the one before. */
export async function writeReference(sql: Sql, made: NewReference): Promise<void> {
  await sql.rows(
    `INSERT INTO drift_reference (endpoint_id, kind, source, job_id, rows, columns, set_by)
     VALUES ($1::bigint, $2, $3, $4, $5::bigint, $6::json, $7)
     ON CONFLICT (endpoint_id) DO UPDATE SET kind = excluded.kind, source = excluded.source, job_id = excluded.job_id,
       rows = excluded.rows, columns = excluded.columns, set_by = excluded.set_by, set_at = now()`,
    [
      ...[made.endpointId, made.kind, made.source, made.jobId, made.rows],
      made.columns && JSON.stringify(made.columns),
      made.setBy,
    ],
  );
}

/** What a job has counted; nothing where another reference was chosen meanwhile. */
export async function fillReference(
  sql: Sql,
  jobId: string,
  { rows, columns }: { rows: number; columns: readonly unknown[] },
): Promise<void> {
  await sql.rows("UPDATE drift_reference SET rows = $2::bigint, columns = $3::json WHERE job_id = $1", [
    jobId,
    rows,
    JSON.stringify(columns),
  ]);
}

export async function removeReference(sql: Sql, endpointId: string): Promise<void> {
  await sql.rows("DELETE FROM drift_reference WHERE endpoint_id = $1::bigint", [endpointId]);
}
