import type { Sql } from "@/lib/platform/db";

/** `known`: rows of the prediction in the log; null while it is not there. `hasEndpoint`: it may still be written. */
export type Found = { known: number | null; endpoint: string | null };
export type Label = {
  predictionId: string;
  at: Date;
  row: number;
  endpoint: string;
  label: string;
  time: string | null;
  callerId: string;
};

/** What the log knows of these predictions, in their order. */
export function findPredictions(
  sql: Sql,
  asked: readonly { predictionId: string; at: Date }[],
): Promise<Found[]> {
  return sql.hot<Found>(
    `SELECT p.rows AS known, p.endpoint FROM unnest($1::timestamptz[], $2::text[]) WITH ORDINALITY AS sent(at, id, place)
     LEFT JOIN LATERAL (SELECT rows, endpoint FROM prediction WHERE prediction.at = sent.at AND prediction_id = sent.id) p ON true
     ORDER BY place`,
    [asked.map(({ at }) => at), asked.map(({ predictionId }) => predictionId)],
  );
}

/** Which of these endpoints there are. */
export async function existingEndpoints(sql: Sql, names: readonly string[]): Promise<Set<string>> {
  const rows = await sql.hot<{ name: string }>("SELECT name FROM endpoint WHERE name = ANY($1::text[])", [
    names,
  ]);
  return new Set(rows.map(({ name }) => name));
}

/**
 * Each prediction and row stands there once. Locked in one order. Returns those that changed something, and whether there was
 * another label before.
 */
export function writeLabels(
  sql: Sql,
  labels: readonly Label[],
): Promise<{ predictionId: string; row: number; isNew: boolean }[]> {
  return sql.hot(
    `INSERT INTO prediction_feedback AS known (prediction_id, row, endpoint, label, time, caller_id)
     SELECT id, row, endpoint, label::json, time, caller
     FROM unnest($1::text[], $2::int[], $3::text[], $4::text[], $5::timestamptz[], $6::text[])
       AS sent(id, row, endpoint, label, time, caller) ORDER BY id, row
     ON CONFLICT (prediction_id, row) DO UPDATE
       SET label = excluded.label, time = excluded.time, endpoint = excluded.endpoint, caller_id = excluded.caller_id, received_at = now()
       WHERE known.label::text <> excluded.label::text OR known.time IS DISTINCT FROM excluded.time
         OR known.endpoint <> excluded.endpoint
     RETURNING prediction_id AS "predictionId", row, xmax = 0 AS "isNew"`,
    [
      labels.map(({ predictionId }) => predictionId),
      labels.map(({ row }) => row),
      labels.map(({ endpoint }) => endpoint),
      labels.map(({ label }) => label),
      labels.map(({ time }) => time),
      labels.map(({ callerId }) => callerId),
    ],
  );
}
