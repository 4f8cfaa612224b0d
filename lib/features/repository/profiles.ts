import type { Sql } from "@/lib/platform/db";

export type ProfileRow = {
  jobId: string;
  /** Of the long job, which is gone after a month. */
  jobState: "queued" | "running" | "succeeded" | "failed" | "cancelled" | null;
  jobError: string | null;
  from: Date | null;
  to: Date | null;
  first: Date | null;
  last: Date | null;
  rows: number | null;
  columns: unknown;
  madeBy: string | null;
  madeAt: Date | null;
};

export async function findProfile(sql: Sql, viewId: string): Promise<ProfileRow | null> {
  const [row] = await sql.rows<ProfileRow>(
    `SELECT p.job_id AS "jobId", j.state AS "jobState", j.error AS "jobError", p.from_at AS "from", p.to_at AS "to",
       p.first_at AS first, p.last_at AS last, p.rows::float8 AS rows, p.columns, p.made_by AS "madeBy", p.made_at AS "madeAt"
     FROM feature_profile p LEFT JOIN long_job j ON j.id = p.job_id WHERE p.view_id = $1::bigint`,
    [viewId],
  );
  return row ?? null;
}

/** What was counted before stays until the job has ended. */
export async function awaitProfile(sql: Sql, viewId: string, jobId: string): Promise<void> {
  await sql.rows(
    `INSERT INTO feature_profile (view_id, job_id) VALUES ($1::bigint, $2)
     ON CONFLICT (view_id) DO UPDATE SET job_id = excluded.job_id`,
    [viewId, jobId],
  );
}

type Counted = { from: Date | null; to: Date | null; first: Date | null; last: Date | null; rows: number } & {
  columns: readonly unknown[];
  madeBy: string;
};

/** Nothing where a later job counts, and where the view is gone. */
export async function fillProfile(sql: Sql, jobId: string, made: Counted): Promise<void> {
  await sql.rows(
    `UPDATE feature_profile SET from_at = $2, to_at = $3, first_at = $4, last_at = $5, rows = $6::bigint, columns = $7::json,
       made_by = $8, made_at = now() WHERE job_id = $1`,
    [
      ...[jobId, made.from, made.to, made.first, made.last, made.rows],
      ...[JSON.stringify(made.columns), made.madeBy],
    ],
  );
}
