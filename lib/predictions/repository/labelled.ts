import type { Sql } from "@/lib/platform/db";

export type Labelled = {
  /** 2026-01-05, in UTC. */
  day: string;
  variant: number;
  model: string;
  version: number;
  score: number | null;
  label: unknown;
};

/** The first row of the newest answer of an endpoint; null without one. */
export async function findNewestAnswer(sql: Sql, endpoint: string): Promise<unknown> {
  const [row] = await sql.rows<{ answer: unknown }>(
    `SELECT response -> 0 AS answer FROM prediction WHERE endpoint = $1 AND outcome = 'ok' AND kept_rows > 0
       AND json_typeof(request) = 'array' ORDER BY at DESC LIMIT 1`,
    [endpoint],
  );
  return row?.answer ?? null;
}

type Wanted = { endpoint: string; from: string; to: string; path: readonly string[]; limit: number };

/** Labels of rows that the log has, with the answer at a place of theirs, the newest first. */
export function findLabelled(sql: Sql, { endpoint, from, to, path, limit }: Wanted): Promise<Labelled[]> {
  return sql.rows<Labelled>(
    `SELECT (p.at AT TIME ZONE 'UTC')::date::text AS day, p.variant, p.model_name AS model, p.model_version AS version,
       CASE WHEN json_typeof(answer) = 'number' THEN answer::text::float8 END AS score, f.label
     FROM prediction p JOIN prediction_feedback f ON f.prediction_id = p.prediction_id AND f.endpoint = p.endpoint
     CROSS JOIN LATERAL (SELECT p.response -> f.row #> $4::text[] AS answer) AS a
     WHERE p.endpoint = $1 AND p.at >= $2::timestamptz AND p.at < $3::timestamptz AND p.outcome = 'ok' AND f.row < p.kept_rows
       AND json_typeof(p.request) = 'array'
     ORDER BY p.at DESC, p.prediction_id DESC, f.row LIMIT $5::int`,
    [endpoint, from, to, path, limit],
  );
}
