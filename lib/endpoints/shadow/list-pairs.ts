import { poolSql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { meanInterval, shareInterval } from "@/lib/platform/interval";
import { read } from "@/lib/verbs";
import { findEndpoint } from "../repository/endpoints";
import { listPairRows, type PairRow } from "../repository/pairs";
import { ByName, type PairView } from "../schema";

const MOST_PAIRS = 100;

/** How far shadows agree with what answered, pair by pair of versions. */
export const listPairs = read("endpoints:read", ByName, async (ctx, { name }) => {
  const sql = poolSql(ctx.db.pool);
  const endpoint = await findEndpoint(sql, name);
  if (!endpoint) throw new NotFoundError("endpoint", name);
  return { data: (await listPairRows(sql, endpoint.id, MOST_PAIRS)).map(pairView) };
});

function pairView(row: PairRow): PairView {
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
