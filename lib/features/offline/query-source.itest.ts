import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { getLongJob } from "@/lib/long-jobs";
import { workOff } from "@/lib/long-jobs/testing";
import { createConnection } from "@/lib/settings";
import { testCtx, testStores } from "@/lib/testing";
import { type Door, openDoor } from "@/lib/testing/door";
import {
  changeSource,
  createEntity,
  createSource,
  createView,
  getOnlineFeatures,
  getSource,
  makeTrainingSet,
  materialization,
  materializeView,
  trainingSet,
} from "../index";
import { putRows, testEngine } from "../testing";

const stores = testStores();
const engine = testEngine();
const ctx = () => testCtx(stores);
const NOW = "2026-01-05T09:00:00Z";
const PASSWORD_OF_NOBODY = "not-the-password";
let door: Door;
let made = 0;

beforeEach(() => stores.clock.set(NOW));
beforeAll(async () => {
  door = await openDoor(stores.env.DATABASE_URL);
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
  await createConnection(ctx(), { id: "wrong", ...connection, password: PASSWORD_OF_NOBODY });
  await createConnection(ctx(), { id: "socket", ...connection, host: "/var/run/postgresql" });
  await createConnection(ctx(), { id: "web", type: "http", host: "example.com" });
  await createEntity(ctx(), { name: "id", value_type: "INT64" });
});
afterAll(() => door.shut());

type Input = Parameters<typeof createSource>[1];
async function viewOf(query: string, more: Partial<Input> = {}) {
  made += 1;
  const name = `queried_${made}`;
  await createSource(ctx(), {
    name,
    format: "postgres",
    connection: "own",
    query,
    timestamp_field: "at",
    ...more,
  });
  const fields = [
    { name: "n", type: "INT64" as const },
    { name: "d", type: "DOUBLE" as const },
    { name: "s", type: "STRING" as const },
    { name: "b", type: "BOOL" as const },
  ];
  await createView(ctx(), { name, entities: ["id"], fields, source: name });
  return name;
}
async function materialized(name: string) {
  const { id } = await materializeView(ctx(), { name, start: "2026-01-01T00:00:00Z" });
  await workOff(stores, [materialization(engine)]);
  return getLongJob(ctx(), { id });
}
const ROWS = `SELECT * FROM (VALUES
    (1::bigint, 9007199254740993::bigint, 0.1::float8, '', true, timestamptz '2026-01-05 08:00:00+00'),
    (1, 1, 0.5, 'older', false, '2026-01-05 07:00:00+00'),
    (2, NULL, 'NaN', NULL, NULL, '2026-01-05 08:00:00+00'),
    (3, -5, -2.5, E'a "b", \\\\N\\nc', false, '2026-01-05 08:00:00+00')
  ) AS t(id, n, d, s, b, at) -- the end`;

describe("a query of Postgres", () => {
  it("fills the online store and training sets as files do, nulls and empty texts told apart", async () => {
    const name = await viewOf(ROWS);
    expect(await materialized(name)).toMatchObject({ state: "succeeded", error: null, result: { rows: 3 } });
    const features = ["n", "d", "s", "b"].map((feature) => `${name}:${feature}`);
    const text = await getOnlineFeatures(ctx(), { entities: { id: [1, 2, 3] }, features });
    expect(text).toContain("9007199254740993");
    const [, , d, s, b] = JSON.parse(text).results;
    expect([d.values, s.values, b.values]).toEqual([
      [0.1, null, -2.5],
      ["", null, 'a "b", \\N\nc'],
      [true, null, false],
    ]);
    const path = `s3://${stores.storage.bucket}/training/${name}.parquet`;
    await putRows(
      stores.storage,
      `training/${name}.parquet`,
      "SELECT 1::BIGINT AS id, TIMESTAMP '2026-01-05 07:30:00' AS event_timestamp",
    );
    const { id } = await makeTrainingSet(ctx(), { entities: { format: "parquet", path }, features });
    await workOff(stores, [trainingSet(engine)]);
    expect(await getLongJob(ctx(), { id })).toMatchObject({ state: "succeeded", result: { rows: 1 } });
    const manifest = await stores.storage.getBytes(`features/training-sets/${id}/manifest.json`);
    expect(JSON.parse(String(manifest)).views[0].files).toMatchObject([{ key: "postgres:own" }]);
  });

  it("that gives no rows writes none", async () => {
    const name = await viewOf(`SELECT * FROM (${ROWS}\n) r WHERE false`);
    expect(await materialized(name)).toMatchObject({ state: "succeeded", result: { rows: 0 } });
  });

  test.each<[string, string, RegExp, string]>([
    ["a second statement", "SELECT 1; DROP TABLE feature_view", /multiple commands|syntax error/, "own"],
    ["a statement that writes", "DELETE FROM feature_view RETURNING 1", /syntax error/, "own"],
    [
      "a function that writes",
      "SELECT nextval('feature_view_id_seq') AS id, now() AS at",
      /read-only/,
      "own",
    ],
    ["a table that is not there", "SELECT * FROM nowhere", /nowhere/, "own"],
    ["two columns of one name", "SELECT 1 AS id, 2 AS id", /two columns "id"/, "own"],
    ["a column that is missing", "SELECT 1 AS id, now() AS at", /no column "n"/, "own"],
    ["a password that is wrong", ROWS, /password authentication failed/, "wrong"],
    ["a socket of this machine", ROWS, /has no host name/, "socket"],
    ["another kind of connection", ROWS, /of type http, not postgres/, "web"],
    ["no connection", ROWS, /no connection "none"/, "none"],
  ])("with %s fails with words", async (_, query, words, connection) => {
    const job = await materialized(await viewOf(query, { connection }));
    expect(job).toMatchObject({ state: "failed", error: expect.stringMatching(words) });
    expect(job.error).not.toContain(PASSWORD_OF_NOBODY);
  });
});

describe("its definition", () => {
  const input = {
    name: "q",
    format: "postgres",
    connection: "own",
    query: ROWS,
    timestamp_field: "at",
  } as const;
  test.each<[string, Partial<Input>, string]>([
    ["without a query", { query: null }, "/query"],
    ["without a connection", { connection: null }, "/connection"],
    ["with a path", { path: "s3://x/y" }, "/path"],
    ["of files without a path", { format: "csv", connection: null, query: null }, "/path"],
  ])("%s is refused", async (_, wrong, pointer) => {
    await expect(createSource(ctx(), { ...input, ...wrong })).rejects.toMatchObject({
      extra: { errors: [expect.objectContaining({ pointer })] },
    });
  });

  it("needs the permission to write tasks, which have the same reach", async () => {
    const editor = testCtx(stores, ["features:read", "features:write"]);
    await expect(createSource(editor, input)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await createSource(ctx(), input);
    const query = "SELECT 1 AS id";
    await expect(changeSource(editor, { name: "q", version: 1, change: { query } })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    expect(await getSource(editor, { name: "q" })).toMatchObject({
      connection: "own",
      query: ROWS,
      path: null,
    });
  });
});
