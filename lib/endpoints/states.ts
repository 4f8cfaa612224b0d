import * as z from "zod";
import { poolSql, type Sql } from "@/lib/platform/db";
import { read } from "@/lib/verbs";
import { listEndpointRows, type VariantRow } from "./repository/endpoints";
import type { EndpointStateView } from "./schema";
import { type SharedState, sharedStates } from "./serving/published-states";
import { keyOf } from "./serving/routing";
import { versionOf } from "./variant";

type States = ReadonlyMap<string, SharedState>;

/** Which version each variant stands for at this moment, and whether a process has it warm; shadows too. */
export const endpointStates = read("endpoints:read", z.strictObject({}), async (ctx) => {
  const sql = poolSql(ctx.db.pool);
  const [rows, states] = await Promise.all([
    listEndpointRows(sql),
    sharedStates(ctx.redis, ctx.clock.now()).catch((): States => new Map()),
  ]);
  const data = await Promise.all(
    rows.map(({ name, live: { variants, shadow } }) =>
      Promise.all(
        [...variants, ...(shadow ? [shadow] : [])].map((variant) => stateOf(sql, states, name, variant)),
      ),
    ),
  );
  return { data: data.flat() };
});

async function stateOf(
  sql: Sql,
  states: States,
  endpoint: string,
  variant: VariantRow,
): Promise<EndpointStateView> {
  const about = { endpoint, variant: variant.number };
  const nothing = { version: null, reason: null, processes: 0 };
  if (variant.remote) return { ...about, ...nothing, state: "remote" };
  const version = await versionOf(sql, variant);
  if (!version) return { ...about, ...nothing, state: "gone" };
  const { state = "idle", reason = null, processes = 0 } = states.get(keyOf(variant, version)) ?? {};
  return { ...about, version: version.version, state, reason, processes };
}
