import type { Sql } from "@/lib/platform/db";
import type { Pair } from "../shadow/counts";
import type { PairedNumbers } from "../shadow/paired-numbers";

export type PairAnswer = Pair & PairedNumbers & { predictionId: string };

const MOST_AT_ONCE = 10_000;

/** Of endpoints that are gone nothing is kept. What was written before is left alone. */
export async function addPairAnswers(sql: Sql, answers: readonly PairAnswer[]): Promise<void> {
  await sql.hot(
    `INSERT INTO endpoint_pair_answer (prediction_id, endpoint_id, live_variant, live_version, shadow_variant, shadow_version,
       output, live, shadow)
     SELECT g.* FROM jsonb_to_recordset($1::jsonb) AS g("predictionId" text, endpoint bigint, "liveVariant" int,
       "liveVersion" int, "shadowVariant" int, "shadowVersion" int, output text, live float8[], shadow float8[])
     JOIN endpoint e ON e.id = g.endpoint ON CONFLICT DO NOTHING`,
    [JSON.stringify(answers)],
  );
}

/** Of predictions before this id, some at a time. Returns how many went. */
export async function forgetPairAnswers(sql: Sql, firstId: string): Promise<number> {
  const gone = await sql.rows(
    `DELETE FROM endpoint_pair_answer WHERE prediction_id IN (
       SELECT prediction_id FROM endpoint_pair_answer WHERE prediction_id < $1 ORDER BY prediction_id LIMIT ${MOST_AT_ONCE})
     RETURNING 1`,
    [firstId],
  );
  return gone.length;
}
