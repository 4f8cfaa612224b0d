import type { Sql } from "@/lib/platform/db";
import type { TrainingSetInput } from "../schema";

export type TrainingSetRow = {
  id: string;
  input: TrainingSetInput;
  state: "queued" | "running" | "succeeded" | "failed" | "cancelled";
  rows: number | null;
  error: string | null;
  createdBy: string;
  createdAt: Date;
  startedAt: Date | null;
  endedAt: Date | null;
};

/** What the long job knows counts until it has ended. It is gone after a month, a cancelled one without a word here. */
const SELECT = `SELECT s.id, s.input, s.rows::float8 AS rows, coalesce(s.error, j.error) AS error,
    CASE WHEN j.state IN ('queued', 'running') THEN j.state ELSE coalesce(s.state, j.state, 'cancelled') END AS state,
    s.created_by AS "createdBy", s.created_at AS "createdAt", s.started_at AS "startedAt",
    coalesce(s.ended_at, j.ended_at) AS "endedAt"
  FROM feature_training_set s LEFT JOIN long_job j ON j.id = s.id`;

export async function insertTrainingSet(
  sql: Sql,
  { id, input, createdBy }: { id: string; input: TrainingSetInput; createdBy: string },
): Promise<void> {
  await sql.rows("INSERT INTO feature_training_set (id, input, created_by) VALUES ($1, $2::jsonb, $3)", [
    id,
    JSON.stringify(input),
    createdBy,
  ]);
}

/** The newest first. */
export function listTrainingSetRows(
  sql: Sql,
  { before, limit }: { before: string | null; limit: number },
): Promise<TrainingSetRow[]> {
  return sql.rows<TrainingSetRow>(
    `${SELECT} WHERE $1::text IS NULL OR s.id < $1 ORDER BY s.id DESC LIMIT $2::int`,
    [before, limit],
  );
}

export async function findTrainingSet(sql: Sql, id: string): Promise<TrainingSetRow | null> {
  const [row] = await sql.rows<TrainingSetRow>(`${SELECT} WHERE s.id = $1`, [id]);
  return row ?? null;
}

export async function beginTrainingSet(sql: Sql, id: string): Promise<void> {
  await sql.rows(
    `UPDATE feature_training_set SET started_at = coalesce(started_at, now()), state = NULL, error = NULL, ended_at = NULL
      WHERE id = $1`,
    [id],
  );
}

export async function endTrainingSet(
  sql: Sql,
  id: string,
  ended: { state: "succeeded"; rows: number } | { state: "failed"; error: string },
): Promise<void> {
  await sql.rows(
    "UPDATE feature_training_set SET state = $2, rows = $3::bigint, error = $4, ended_at = now() WHERE id = $1",
    ended.state === "succeeded" ? [id, "succeeded", ended.rows, null] : [id, "failed", null, ended.error],
  );
}

export type SetOfView = { id: string; rows: number; madeAt: Date };

/** One, or those that were asked for features of a view or for a service that has some now; the newest first. */
export function listSetsOfView(
  sql: Sql,
  { view, id, limit }: { view: string; id: string | null; limit: number },
): Promise<SetOfView[]> {
  return sql.rows<SetOfView>(
    `SELECT s.id, s.rows::float8 AS rows, s.ended_at AS "madeAt" FROM feature_training_set s
      WHERE s.state = 'succeeded' AND ($2::text IS NULL OR s.id = $2) AND ($2::text IS NOT NULL
        OR EXISTS (SELECT FROM jsonb_array_elements_text(coalesce(s.input -> 'features', '[]')) AS f WHERE starts_with(f, $1 || ':'))
        OR s.input ->> 'feature_service' IN (
          SELECT v.name FROM feature_service v WHERE EXISTS (SELECT FROM unnest(v.features) AS f WHERE starts_with(f, $1 || ':'))))
      ORDER BY s.id DESC LIMIT $3::int`,
    [view, id, limit],
  );
}
