import * as z from "zod";
import { getEndpoint } from "@/lib/endpoints";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { usageByCaller, usageByEndpoint, usageByStep } from "./repository/usage";
import { EndpointUsageInput, type UsageSummary } from "./schema";
import { NOTHING, stepsUntil, summaryOf, sumOf } from "./steps";
import { USAGE_RANGES } from "./values";

const MINUTE_MS = 60_000;
const MOST_CALLERS = 100;

/** The last hour of every endpoint that was asked. */
export const listUsage = read("endpoints:read", z.strictObject({}), async (ctx) => {
  const [since = ctx.clock.now()] = stepsUntil(ctx.clock.now(), USAGE_RANGES.hour);
  const rows = await usageByEndpoint(poolSql(ctx.db.pool), since);
  return {
    since: since.toISOString(),
    data: rows.map((row) => ({ endpoint: row.endpoint, ...summaryOf(row) })),
  };
});

/** All of one endpoint since a minute, for those who watch it. */
export async function endpointSummary(
  { db }: Pick<Ctx, "db">,
  { endpoint, since }: { endpoint: string; since: Date },
): Promise<UsageSummary> {
  const rows = await usageByEndpoint(poolSql(db.pool), since, endpoint);
  return summaryOf(rows[0] ?? NOTHING);
}

/** How often one endpoint was asked, by whom, and how long it took. */
export const endpointUsage = read("endpoints:read", EndpointUsageInput, async (ctx, { name, range }) => {
  await getEndpoint(ctx, { name });
  const { stepMinutes } = USAGE_RANGES[range];
  const steps = stepsUntil(ctx.clock.now(), USAGE_RANGES[range]);
  const [since = ctx.clock.now()] = steps;
  const sql = poolSql(ctx.db.pool);
  const [measured, callers] = await Promise.all([
    usageByStep(sql, { endpoint: name, since, stepMinutes }),
    usageByCaller(sql, { endpoint: name, since, most: MOST_CALLERS + 1 }),
  ]);
  const known = new Map(measured.map((row) => [row.at.getTime(), row]));
  const last = steps.at(-1) ?? since;
  return {
    from: since.toISOString(),
    to: new Date(last.getTime() + stepMinutes * MINUTE_MS).toISOString(),
    step_minutes: stepMinutes,
    total: summaryOf(sumOf(measured)),
    points: steps.map((at) => ({ at: at.toISOString(), ...summaryOf(known.get(at.getTime()) ?? NOTHING) })),
    callers: callers.slice(0, MOST_CALLERS).map(({ lastAt, ...caller }) => ({
      ...caller,
      last_at: lastAt.toISOString(),
    })),
    has_more_callers: callers.length > MOST_CALLERS,
  };
});
