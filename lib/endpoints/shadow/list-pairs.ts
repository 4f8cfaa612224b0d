import { labelledOfPairs, scoresByQuestion } from "@/lib/models";
import { poolSql, type Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { meanInterval, shareInterval } from "@/lib/platform/interval";
import { read } from "@/lib/verbs";
import { findEndpoint } from "../repository/endpoints";
import { listPairRows, type PairRow } from "../repository/pairs";
import { ByName, type PairView } from "../schema";

const MOST_PAIRS = 100;
/** Of so many pairs answers are compared with what came true. */
const MOST_JUDGED = 5;

/** How far shadows agree with what answered, pair by pair of versions. */
export const listPairs = read("endpoints:read", ByName, async (ctx, { name }) => {
  const sql = poolSql(ctx.db.pool);
  const endpoint = await findEndpoint(sql, name);
  if (!endpoint) throw new NotFoundError("endpoint", name);
  const rows = await listPairRows(sql, endpoint.id, MOST_PAIRS);
  const evidence = await evidenceOf(sql, endpoint.id, rows.slice(0, MOST_JUDGED));
  return { data: rows.map((row, at) => ({ ...pairView(row), evidence: evidence[at] ?? null })) };
});

async function evidenceOf(
  sql: Sql,
  endpointId: string,
  rows: readonly PairRow[],
): Promise<PairView["evidence"][]> {
  const pairs = rows.map(({ live, shadow }) => ({
    ...{ liveVariant: live.number, liveVersion: live.version },
    ...{ shadowVariant: shadow.number, shadowVersion: shadow.version },
  }));
  const scores = scoresByQuestion(await labelledOfPairs(sql, endpointId, pairs));
  return rows.map((_, at) => {
    const found = scores.get(at + 1);
    if (!found) return null;
    const { output, labels, isBinary: is_binary, figures } = found;
    return { output, labels, is_binary, figures };
  });
}

function pairView(row: PairRow): Omit<PairView, "evidence"> {
  const { live, shadow, compared, failed, dropped, liveMs, shadowMs, slowerSquares } = row;
  const mean = (sum: number, of: number) => (of === 0 ? null : sum / of);
  return {
    live,
    shadow,
    since: row.since.toISOString(),
    updated_at: row.updatedAt.toISOString(),
    compared,
    failed,
    dropped,
    live_ms: mean(liveMs, compared),
    shadow_ms: mean(shadowMs, compared),
    slower_ms: meanInterval(shadowMs - liveMs, slowerSquares, compared),
    outputs: row.outputs.map(({ output, rows, unequal, values, sum, sumAbsolute, sumSquares, largest }) => ({
      output,
      rows,
      unequal,
      disagreement: shareInterval(unequal, rows),
      difference: meanInterval(sum, sumSquares, values),
      absolute_difference: mean(sumAbsolute, values),
      largest_difference: values === 0 ? null : largest,
    })),
  };
}
