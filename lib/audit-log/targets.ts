import type { Sql } from "@/lib/platform/db";
import { findNames, type NamedRow } from "./repository";
import type { AuditTarget } from "./schema";

type Bare = { type: string | null; id: string | null };

/** Where the console shows what a row is about, and how it is called. */
export async function describeTargets(
  sql: Sql,
  targets: readonly Bare[],
): Promise<(target: Bare) => AuditTarget> {
  const ids: Record<string, string[]> = {};
  for (const { type, id } of targets) if (type && id) ids[type] = [...(ids[type] ?? []), id];
  const rows = Object.keys(ids).length === 0 ? [] : await findNames(sql, ids);
  const found = new Map(rows.map((row) => [`${row.type} ${row.id}`, row]));
  return ({ type, id }) => {
    const row = type && id ? found.get(`${type} ${id}`) : undefined;
    return { type, id, name: row?.name ?? null, run: row ? runOf(row) : null, href: hrefOf(type, id, row) };
  };
}

function runOf(row: NamedRow): AuditTarget["run"] {
  if (row.run_key === null || row.run_type === null) return null;
  const iso = (at: Date | null) => at?.toISOString() ?? null;
  return {
    run_key: row.run_key,
    run_type: row.run_type,
    logical_date: iso(row.logical_date),
    data_interval_start: iso(row.data_interval_start),
    data_interval_end: iso(row.data_interval_end),
    time_zone: row.time_zone,
  };
}

const enc = encodeURIComponent;

/** Pages that show one thing by its id. */
const ONE: Readonly<Record<string, (id: string) => string>> = {
  dag: (id) => `/pipelines/${enc(id)}`,
  artifact: (id) => `/artifacts?preview=${enc(id)}`,
  registered_model: (id) => `/models/${enc(id)}`,
  worker: (id) => `/workers/${enc(id)}`,
  feature_view: (id) => `/features/views/${enc(id)}`,
};
/** Pages that list them. */
const LISTS: Readonly<Record<string, string>> = {
  feature_entity: "/features/entities",
  feature_service: "/features/services",
  user: "/settings/members",
  invite: "/settings/members",
  team: "/settings/team",
  token: "/settings/tokens",
  service_account: "/settings/service-accounts",
  connection: "/settings/connections",
  variable: "/settings/variables",
  pool: "/settings/pools",
  retention: "/settings/retention",
  model_webhook: "/settings/webhooks",
  log_search: "/logs",
  alert: "/endpoints",
  job: "/workers",
  long_job: "/workers",
};

function hrefOf(type: string | null, id: string | null, row: NamedRow | undefined): string | null {
  if (!type || !id) return null;
  if (row?.dag_id) return `/pipelines/${enc(row.dag_id)}${row.type === "run" ? `/runs/${enc(id)}` : ""}`;
  if (row?.experiment_id) return `/experiments/${enc(row.experiment_id)}/runs/${enc(id)}`;
  if (type === "experiment") return row ? `/experiments/${enc(id)}` : null;
  return Object.hasOwn(ONE, type) ? (ONE[type]?.(id) ?? null) : (LISTS[type] ?? null);
}
