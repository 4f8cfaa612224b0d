import type { Sql } from "@/lib/platform/db";

const MOST_AT_ONCE = 10_000;

/** Of predictions before this id, some at a time. Returns how many went. */
export async function forgetFeedback(sql: Sql, firstId: string): Promise<number> {
  const gone = await sql.rows(
    `DELETE FROM prediction_feedback WHERE (prediction_id, row) IN (
       SELECT prediction_id, row FROM prediction_feedback WHERE prediction_id < $1 ORDER BY prediction_id, row LIMIT ${MOST_AT_ONCE})
     RETURNING 1`,
    [firstId],
  );
  return gone.length;
}

export async function forgetLosses(sql: Sql, before: Date): Promise<void> {
  await sql.rows("DELETE FROM prediction_loss WHERE hour < $1::timestamptz", [before]);
}
