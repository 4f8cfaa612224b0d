import { beforeAll, expect, it } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { testStores } from "@/lib/testing";
import type { RunFilter, RunSort } from "./list-schema";
import { ORDERS } from "./repository/run-pages";
import { BEGAN, PLACE, runWhere } from "./repository/run-where";

const stores = testStores();
const ROWS = 20_000;

beforeAll(async () => {
  const sql = poolSql(stores.db.pool);
  await sql.rows(
    `INSERT INTO dag (dag_id, origin, tags, updated_at) SELECT 'plan_' || n, 'api', '{}', now() FROM generate_series(0, 19) n`,
  );
  await sql.rows(`INSERT INTO dag_version (id, dag_id, number, origin, layout, spec, spec_sha256)
    SELECT 'ver_' || n, 'plan_' || n, 1, 'api', '{}', '{}', n::text FROM generate_series(0, 19) n`);
  await sql.rows(
    `INSERT INTO dag_run (id, dag_id, dag_version_id, run_key, run_type, state, logical_date, run_after, queued_at,
       first_started_at, started_at, finished_at, triggered_by, unfinished)
     SELECT 'run_' || lpad(n::text, 20, '0'), 'plan_' || (n % 20), 'ver_' || (n % 20), 'key_' || n, 'scheduled',
       CASE WHEN n % 100 = 0 THEN 'failed' ELSE 'success' END, at, at, at, at, at, at + interval '1 minute',
       CASE WHEN n % 500 = 0 THEN 'Kim' END, 0
     FROM generate_series(1, $1::int) n, LATERAL (SELECT timestamptz '2026-01-01' + n * interval '1 minute' AS at) t`,
    [ROWS],
  );
  await sql.rows("ANALYZE dag_run");
});

/** The plan of a page of 50. */
async function planOf(filter: RunFilter, sort: Exclude<RunSort, "-created">): Promise<string> {
  const { text, params } = runWhere(filter);
  const { key } = ORDERS[sort];
  const rows = await poolSql(stores.db.pool).rows<{ "QUERY PLAN": string }>(
    `EXPLAIN SELECT r.id FROM dag_run r WHERE ${text} ORDER BY ${key} DESC, r.id DESC LIMIT 50`,
    params,
  );
  return rows.map((row) => row["QUERY PLAN"]).join("\n");
}

const week = { started_from: "2026-01-10T00:00:00Z", started_before: "2026-01-11T00:00:00Z" };

it.each<[string, RunFilter, Exclude<RunSort, "-created">, string]>([
  ["all", {}, "-started", "dag_run_began_idx"],
  ["of a time", week, "-started", "dag_run_began_idx"],
  ["of a state", { state: ["failed"] }, "-started", "dag_run_state_began_idx"],
  ["of a state and a time", { state: ["failed"], ...week }, "-started", "dag_run_state_began_idx"],
  ["of a pipeline", { dag_id: ["plan_3"] }, "-started", "dag_run_dag_began_idx"],
  ["by logical date", {}, "-logical_date", "dag_run_logical_idx"],
])("runs %s are read in the order of an index, without sorting", async (_name, filter, sort, index) => {
  const plan = await planOf(filter, sort);
  expect(plan).toContain(index);
  expect(plan).not.toContain("Sort");
});

it("runs of a person are found by an index", async () => {
  expect(await planOf({ triggered_by: "Kim" }, "-started")).toContain("dag_run_triggered_by_idx");
});

it("counts of a state read an index only", async () => {
  const rows = await poolSql(stores.db.pool).rows<{ "QUERY PLAN": string }>(
    `EXPLAIN SELECT 1 FROM dag_run r WHERE r.state = 'failed' AND ${BEGAN} >= $1::timestamptz LIMIT 10000`,
    [week.started_from],
  );
  expect(rows.map((row) => row["QUERY PLAN"]).join("\n")).toMatch(/Index.*dag_run_state/);
});

it("the grid of a pipeline is read in the order of an index, without sorting", async () => {
  const rows = await poolSql(stores.db.pool).rows<{ "QUERY PLAN": string }>(
    `EXPLAIN SELECT r.id FROM dag_run r WHERE r.dag_id = $1 ORDER BY ${PLACE} DESC, r.id DESC LIMIT 50`,
    ["plan_3"],
  );
  const plan = rows.map((row) => row["QUERY PLAN"]).join("\n");
  expect(plan).toContain("dag_run_dag_place_idx");
  expect(plan).not.toContain("Sort");
});
