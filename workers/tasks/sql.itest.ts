import { expect, test } from "vitest";
import { createConnection } from "@/lib/settings";
import { testStores } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { testWorker } from "./testing";

const stores = testStores();
const { ctx, runTask } = testWorker(stores);
const duckdb = (task: object) => runTask({ kind: "sql", ...task });
const s3 = (key: string) => `s3://${stores.env.S3_BUCKET}/${key}`;

test("inputs are views, outputs are objects, the last statement's rows are the result", async () => {
  await stores.storage.putBytes("raw/one.csv", "id,name\n1,a\n2,b\n");
  await stores.storage.putBytes("raw/two.csv", "id,name\n3,c\n");
  const { attempt, result, log } = await duckdb({
    inputs: { raw: [s3("raw/one.csv"), s3("raw/two.csv")] },
    outputs: { kept: s3("out/{{ ds }}/kept.parquet"), plain: s3("out/plain.csv") },
    statement: `
      CREATE TABLE kept AS SELECT * FROM raw WHERE id <> 2;
      CREATE TABLE plain AS SELECT 'x,"y' AS text;
      SELECT count(*) AS n, 9007199254740993::BIGINT AS big, date '2001-02-03' AS d FROM kept;`,
  });
  expect(attempt).toMatchObject({ state: "success", error_detail: null });
  const ds = /out\/(\d{4}-\d\d-\d\d)\//.exec(JSON.stringify(result))?.[1] ?? "";
  expect(result).toMatchObject({
    columns: [
      { name: "n", type: "BIGINT" },
      { name: "big", type: "BIGINT" },
      { name: "d", type: "DATE" },
    ],
    rows: [{ n: 2, big: "9007199254740993", d: "2001-02-03" }],
    row_count: 1,
    truncated: false,
    outputs: { kept: { url: s3(`out/${ds}/kept.parquet`), rows: 2 }, plain: { rows: 1 } },
  });
  expect(String(await stores.storage.getBytes("out/plain.csv"))).toBe('text\n"x,""y"\n');
  expect((await stores.storage.getBytes(`out/${ds}/kept.parquet`))?.subarray(0, 4).toString()).toBe("PAR1");
  expect(log).toMatch(/raw: 2 objects/);
});

test("values are parameters: a parameter that looks like SQL is a text", async () => {
  const { result } = await duckdb({
    statement: "SELECT {{ params.who }} AS a, '{{ params.who }}' AS b, date '{{ ds }}' IS NOT NULL AS c",
  });
  expect(result).toMatchObject({ rows: [{ a: "Ada; echo no", b: "Ada; echo no", c: true }] });
});

test("more rows than a result holds are counted and cut", async () => {
  const { result } = await duckdb({ statement: "SELECT range AS i FROM range(5000)" });
  expect(result).toMatchObject({ row_count: 5000, truncated: true });
  expect(Object(result).rows).toHaveLength(1000);
});

test.each([
  ["SELECT * FROM read_text('/etc/passwd')"],
  ["SELECT * FROM read_text('../.gwanje-input.json')"],
  ["COPY (SELECT 1) TO '/tmp/gwanje-evil.csv'"],
  ["ATTACH '/tmp/gwanje-evil.db'"],
  ["INSTALL httpfs"],
  ["SET enable_external_access = true"],
  ["SELECT * FROM 'https://example.com/x.parquet'"],
  ["SELECT * FROM read_text('/proc/self/environ')"],
])("%s is refused by the engine", async (statement) => {
  const { attempt } = await duckdb({ statement });
  expect(attempt).toMatchObject({ state: "failed", error_code: "sql" });
  expect(attempt.error_detail).toMatch(/Permission|locked|disabled/i);
});

test.each([
  [{ statement: "SELEC 1" }, "sql", /syntax error/i],
  [{ statement: "SELECT 1; SELECT * FROM absent" }, "sql", /^Statement 2: /],
  [{ statement: "SELECT 'day {{ ds }}'" }, "template", /whole value/],
  [{ statement: "SELECT 1", inputs: { a: "s3://elsewhere/x.csv" } }, "template", /bucket/],
  [{ statement: "SELECT 1", outputs: { gone: "out/gone.csv" } }, "output", /gone/],
  [{ statement: "SELECT 1", inputs: { a: "raw/absent.csv" } }, "input", /raw\/absent.csv/],
])("%j fails as %s", async (task, code, detail) => {
  const inBucket = (urls?: Record<string, string>) =>
    Object.fromEntries(
      Object.entries(urls ?? {}).map(([name, key]) => [name, key.startsWith("s3:") ? key : s3(key)]),
    );
  const { attempt } = await duckdb({
    ...task,
    inputs: inBucket("inputs" in task ? task.inputs : undefined),
    outputs: inBucket("outputs" in task ? task.outputs : undefined),
  });
  expect(attempt).toMatchObject({ state: "failed", error_code: code });
  expect(attempt.error_detail).toMatch(detail);
});

test("postgres: a script in one transaction, values as parameters, the password shown nowhere", async () => {
  // Tasks use another database, because ours listens on a socket that they cannot reach.
  const door = await openDoor(stores.env.DATABASE_URL);
  const target = new URL(door.url);
  const connection = {
    type: "postgres",
    host: target.hostname,
    port: Number(target.port),
    login: decodeURIComponent(target.username),
    database: target.pathname.slice(1),
    password: decodeURIComponent(target.password),
  } as const;
  await createConnection(ctx(), { id: "own", ...connection });
  const sql = (task: object) => runTask({ kind: "sql", engine: "postgres", connection: "own", ...task });
  const { attempt, result } = await sql({
    statement: `
      CREATE TABLE IF NOT EXISTS made (id bigint, who text, note text);
      INSERT INTO made VALUES (1, {{ params.who }}, $t$ a; b $t$), (9007199254740993, 'x', NULL);
      SELECT * FROM made ORDER BY id`,
  });
  expect(attempt).toMatchObject({ state: "success", error_detail: null });
  expect(result).toMatchObject({
    rows: [
      { id: 1, who: "Ada; echo no", note: " a; b " },
      { id: "9007199254740993", who: "x", note: null },
    ],
    row_count: 2,
    truncated: false,
  });
  const failed = await sql({ statement: "INSERT INTO made VALUES (5, 'lost'); SELECT * FROM absent" });
  expect(failed.attempt).toMatchObject({ state: "failed", error_code: "sql" });
  expect(failed.attempt.error_detail).toMatch(/^Statement 2: relation "absent" does not exist/);
  expect((await sql({ statement: "SELECT count(*) AS n FROM made" })).result).toMatchObject({
    rows: [{ n: 2 }],
  });
  const slow = await sql({ statement: "SELECT pg_sleep(60)", execution_timeout_ms: 500 });
  expect(slow.attempt.state).toBe("failed");
  expect(slow.attempt.error_code).toMatch(/^(sql|timeout)$/);
  const wrong = "not-the-password";
  await createConnection(ctx(), { id: "wrong", ...connection, password: wrong });
  const refused = await sql({ statement: "SELECT 1", connection: "wrong" });
  expect(refused.attempt).toMatchObject({ state: "failed", error_code: "unreachable" });
  expect(JSON.stringify(refused)).not.toContain(wrong);
  await door.shut();
});
