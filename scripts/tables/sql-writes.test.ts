import { expect, it } from "vitest";
import { HOLE, sqlWrites, UNREADABLE } from "./sql-writes";

const tables = (sql: string) => sqlWrites(sql).map(({ table }) => table);

it.each([
  ["INSERT INTO dag_run (id) VALUES ($1)", ["dag_run"]],
  ["insert\n  into dag_run select 1", ["dag_run"]],
  ["Update dag_run Set state = $1", ["dag_run"]],
  ["UPDATE dag_run AS r SET state = $1 FROM dag d WHERE d.dag_id = r.dag_id", ["dag_run"]],
  ["UPDATE dag_run r SET (a, b) = (1, 2)", ["dag_run"]],
  ["UPDATE ONLY dag_run * r SET state = $1", ["dag_run"]],
  ["DELETE FROM ONLY dag_run r USING dag d", ["dag_run"]],
  ["DELETE FROM dag_run", ["dag_run"]],
  ["DELETE /* all */ FROM -- of it\n dag_run", ["dag_run"]],
  ["MERGE INTO dag_run r USING given g ON g.id = r.id WHEN MATCHED THEN UPDATE SET state = 'x'", ["dag_run"]],
  ["MERGE INTO ONLY dag_run USING g ON true WHEN NOT MATCHED THEN INSERT (id) VALUES (1)", ["dag_run"]],
  ["TRUNCATE dag_run, ONLY dag * , public.pool CASCADE", ["dag_run", "dag", "pool"]],
  ["TRUNCATE TABLE dag_run RESTART IDENTITY", ["dag_run"]],
  ["SELECT 1; truncate dag_run;", ["dag_run"]],
  ["COPY dag_run FROM STDIN", ["dag_run"]],
  ["copy public.dag_run (id, state) from '/tmp/rows'", ["dag_run"]],
  ['UPDATE "public"."dag_run" SET state = $1', ["dag_run"]],
  ['UPDATE "Dag Run" SET state = $1', ["Dag Run"]],
  ["INSERT INTO obs.sample SELECT 1", ["obs.sample"]],
  [
    "WITH x AS (UPDATE dag_run SET a = 1 RETURNING id), y AS (DELETE FROM dag USING x) INSERT INTO pool SELECT 1",
    ["dag_run", "dag", "pool"],
  ],
  ["INSERT INTO pool VALUES (1) ON CONFLICT (name) DO UPDATE SET slots = excluded.slots", ["pool"]],
  [`UPDATE ${HOLE} SET state = $1`, [UNREADABLE]],
  [`INSERT INTO dag_${HOLE} VALUES (1)`, [UNREADABLE]],
  [`TRUNCATE TABLE ${HOLE}`, [UNREADABLE]],
  [`DELETE FROM "dag_${HOLE}"`, [UNREADABLE]],
])("%j writes %j", (sql, written) => expect(tables(sql)).toEqual(written));

it.each([
  "SELECT * FROM dag_run FOR UPDATE",
  "SELECT * FROM dag_run FOR NO KEY UPDATE OF r SKIP LOCKED",
  `SELECT * FROM dag_run FOR UPDATE ${HOLE}`,
  "-- UPDATE dag_run SET state = 'x'\nSELECT 1",
  "SELECT 1 /* DELETE FROM dag_run /* nested */ INSERT INTO dag_run */",
  "SELECT 'UPDATE dag_run SET it''s' AS text",
  "SELECT $$DELETE FROM dag_run$$, $x$ INSERT INTO dag_run $x$",
  'SELECT "update" FROM "delete" WHERE "insert" = 1',
  "CREATE TRIGGER t BEFORE INSERT OR UPDATE OR DELETE ON dag_run FOR EACH ROW EXECUTE FUNCTION f()",
  "REFERENCES dag (dag_id) ON DELETE CASCADE ON UPDATE CASCADE",
  "COPY dag_run TO STDOUT",
  "SELECT truncate(x), update_count FROM delete_from",
  "truncate font-medium",
  "truncate",
  "Copy the file from the folder instead, update the page, and set what is missing.",
])("%j writes nothing", (sql) => expect(tables(sql)).toEqual([]));

it("says where", () => expect(sqlWrites("SELECT 1;\nDELETE FROM dag")).toEqual([{ table: "dag", at: 10 }]));
