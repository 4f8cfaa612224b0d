import { afterAll, beforeAll, beforeEach, describe, expect, it, test } from "vitest";
import { changeView, createEntity, createService, createView, deleteView, getView } from "@/lib/features";
import type { FeatureField } from "@/lib/features/schema";
import { createRedis } from "@/lib/platform/redis";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { runningTask, type Served, serve } from "../data/testing";
import { tokenOf } from "../mlflow/testing";

const stores = testStores();
let served: Served;
let token = "";
let reader = "";
const ctx = () => testCtx(stores);

const FIELDS: FeatureField[] = [
  { name: "trips", type: "INT64" },
  { name: "rate", type: "DOUBLE" },
  { name: "name", type: "STRING" },
];
const NOW = "2026-01-05T09:00:00.000Z";
let view = "";
let made = 0;

beforeAll(async () => {
  stubEnv(stores.env);
  served = await serve(stores);
  token = await tokenOf(stores, ["features:read", "features:write"]);
  reader = await tokenOf(stores, ["features:read"]);
  await createEntity(ctx(), { name: "driver", join_key: "driver_id", value_type: "INT64" });
  await createEntity(ctx(), { name: "city", value_type: "STRING" });
});
afterAll(() => served?.close());
beforeEach(async () => {
  stores.clock.set(NOW);
  made += 1;
  view = `stats_${made}`;
  await createView(ctx(), {
    name: view,
    entities: ["driver"],
    fields: FIELDS,
    ttl_seconds: 3_600,
    push_source: `source_${made}`,
  });
});

type Sent = { type?: string; token?: string; url?: string };
async function post(path: string, body: unknown, sent: Sent = {}) {
  const { type, token: by = token, url = served.url } = sent;
  const text = typeof body === "string" ? body : JSON.stringify(body);
  const response = await fetch(`${url}/feature${path}`, {
    method: "POST",
    // Bytes have no Content-Type of their own.
    body: new TextEncoder().encode(text),
    headers: { authorization: `Bearer ${by}`, ...(type && { "content-type": type }) },
  });
  return { status: response.status, headers: response.headers, text: await response.text() };
}
const write = (df: Record<string, unknown[]>, sent?: Sent) =>
  post("/write-to-online-store", { feature_view_name: view, df, allow_registry_cache: false }, sent);
const ask = (entities: unknown, features = ["trips"], more: object = {}) =>
  post("/get-online-features", { entities, features: features.map((one) => `${view}:${one}`), ...more });
const row = (driver_id: unknown, more: Record<string, unknown> = {}) =>
  Object.fromEntries(
    Object.entries({
      driver_id,
      event_timestamp: "2026-01-05T08:30:00",
      trips: 1,
      rate: 0.5,
      name: "a",
      ...more,
    }).map(([key, value]) => [key, [value]]),
  );
/** The exception that Feast's client would raise. */
const raised = ({ text }: { text: string }) => JSON.parse(JSON.parse(text));

describe("statuses", () => {
  it("are four, each for what it says", async () => {
    expect((await write(row(1))).text).toBe("null");
    await write(row(2, { trips: null }));
    await write(row(3, { event_timestamp: "2026-01-05T07:00:00" }));
    const { status, text } = await ask({ driver_id: [1, 2, 3, 4] });
    expect(status).toBe(200);
    expect(JSON.parse(text)).toEqual({
      metadata: { feature_names: ["driver_id", "trips"] },
      results: [
        {
          values: [1, 2, 3, 4],
          statuses: Array(4).fill("PRESENT"),
          event_timestamps: Array(4).fill("1970-01-01T00:00:00Z"),
        },
        {
          values: [1, null, null, null],
          statuses: ["PRESENT", "NULL_VALUE", "OUTSIDE_MAX_AGE", "NOT_FOUND"],
          event_timestamps: [
            ...Array(2).fill("2026-01-05T08:30:00Z"),
            "2026-01-05T07:00:00Z",
            "1970-01-01T00:00:00Z",
          ],
        },
      ],
    });
  });

  it("follow the ttl as it stands when the question comes", async () => {
    await write(row(1));
    const statuses = async () => JSON.parse((await ask({ driver_id: [1] })).text).results[1].statuses;
    stores.clock.set("2026-01-05T09:31:00Z");
    expect(await statuses()).toEqual(["OUTSIDE_MAX_AGE"]);
  });

  it("of a feature that the row has not is NOT_FOUND: one left out, one that came later, one of another type", async () => {
    await write({ driver_id: [1], event_timestamp: ["2026-01-05T08:30:00"], trips: [7], name: ["x"] });
    const fields: FeatureField[] = [
      { name: "name", type: "BYTES" },
      { name: "trips", type: "INT64" },
      { name: "rate", type: "DOUBLE" },
      { name: "late", type: "BOOL" },
    ];
    await changeView(ctx(), { name: view, version: 1, change: { fields } });
    const { text } = await ask({ driver_id: [1] }, ["late", "trips", "rate", "name"]);
    const { metadata, results } = JSON.parse(text);
    expect(metadata.feature_names).toEqual(["driver_id", "late", "trips", "rate", "name"]);
    expect(results.slice(1).map(({ values, statuses }: never) => [values, statuses].flat())).toEqual([
      [null, "NOT_FOUND"],
      [7, "PRESENT"],
      [null, "NOT_FOUND"],
      [null, "NOT_FOUND"],
    ]);
  });
});

describe("of two rows of one entity", () => {
  it.each<[string, [string, string | null][], number]>([
    [
      "the later event stays",
      [
        ["08:30:00", null],
        ["08:20:00", null],
      ],
      0,
    ],
    [
      "the later event comes in",
      [
        ["08:20:00", null],
        ["08:30:00", null],
      ],
      1,
    ],
    [
      "the later created stays",
      [
        ["08:30:00", "08:40:00"],
        ["08:30:00", "08:35:00"],
      ],
      0,
    ],
    [
      "the later created comes in",
      [
        ["08:30:00", null],
        ["08:30:00", "08:35:00"],
      ],
      1,
    ],
    [
      "a correction of the same moment comes in",
      [
        ["08:30:00", "08:35:00"],
        ["08:30:00", "08:35:00"],
      ],
      1,
    ],
    [
      "a microsecond decides",
      [
        ["08:30:00.000002", null],
        ["08:30:00.000001", null],
      ],
      0,
    ],
  ])("%s", async (_name, times, kept) => {
    const day = (time: string | null) => time && `2026-01-05T${time}`;
    const rows = times.map(([event, created], at) => ({
      trips: at,
      event_timestamp: day(event),
      created: day(created),
    }));
    const both = (key: "trips" | "event_timestamp" | "created") => rows.map((one) => one[key]);
    await write({
      driver_id: [1, 1],
      trips: both("trips"),
      event_timestamp: both("event_timestamp"),
      created: both("created"),
    });
    for (const one of rows) await write(row(2, one));
    expect(JSON.parse((await ask({ driver_id: [1, 2] })).text).results[1].values).toEqual([kept, kept]);
  });

  it("64 pushes at once leave the newest of each of eight entities", async () => {
    const pushes = Array.from({ length: 64 }, (_, at) =>
      post("/push", {
        push_source_name: `source_${made}`,
        df: row(at % 8, {
          trips: at,
          event_timestamp: `2026-01-05T08:${String(at % 60).padStart(2, "0")}:0${at >= 60 ? 1 : 0}`,
        }),
      }),
    );
    for (const { status, text } of await Promise.all(pushes)) expect([status, text]).toEqual([200, ""]);
    const drivers = Array.from({ length: 8 }, (_, at) => at);
    const minutes = (at: number) => at % 60;
    const newest = drivers.map((driver) =>
      Math.max(...Array.from({ length: 8 }, (_, n) => driver + 8 * n).map(minutes)),
    );
    const { values } = JSON.parse((await ask({ driver_id: drivers })).text).results[1];
    expect(values.map(minutes)).toEqual(newest);
  });
});

describe("what is exact stays exact", () => {
  it("whole numbers beyond 2^53, as keys and as values", async () => {
    const [one, other] = ["9007199254740993", "9007199254740992"];
    const body = (id: string, trips: string) =>
      `{"feature_view_name":"${view}","df":{"driver_id":[${id}],"trips":[${trips}],"event_timestamp":["2026-01-05T08:30:00"]}}`;
    await post("/write-to-online-store", body(one, "9223372036854775807"));
    await post("/write-to-online-store", body(`"${other}"`, '"-9223372036854775808"'));
    const { text } = await post(
      "/get-online-features",
      `{"features":["${view}:trips"],"entities":{"driver_id":[${one},"${other}",${one}]}}`,
    );
    expect(text).toContain(`"values":[${one},${other},${one}]`);
    expect(text).toContain('"values":[9223372036854775807,-9223372036854775808,9223372036854775807]');
  });
});

describe("a question is refused with the way out", () => {
  it.each<[string, string, number, string, RegExp]>([
    [
      "no join key",
      '{"entities":{"x":[1]},"features":["V:trips"]}',
      422,
      "FeastError",
      /driver_id is missing/,
    ],
    ["no entities", '{"entities":{},"features":["V:trips"]}', 422, "FeastError", /no rows/],
    ["an empty column", '{"entities":{"driver_id":[]},"features":["V:trips"]}', 422, "FeastError", /no rows/],
    [
      "a null key",
      '{"entities":{"driver_id":[null]},"features":["V:trips"]}',
      422,
      "FeastError",
      /whole number/,
    ],
    ["half a key", '{"entities":{"driver_id":[1001.5]},"features":["V:trips"]}', 422, "FeastError", /row 0/],
    [
      "a key of 20 digits",
      '{"entities":{"driver_id":[99999999999999999999]},"features":["V:trips"]}',
      422,
      "FeastError",
      /64 bits/,
    ],
    [
      "columns of two lengths",
      '{"entities":{"driver_id":[1,2],"b":[1]},"features":["V:trips"]}',
      422,
      "FeastError",
      /one value a row/,
    ],
    [
      "an unknown view",
      '{"entities":{"driver_id":[1]},"features":["nobody:trips"]}',
      404,
      "FeatureViewNotFoundException",
      /nobody/,
    ],
    [
      "an unknown feature",
      '{"entities":{"driver_id":[1]},"features":["V:nothing"]}',
      422,
      "FeastError",
      /There are: trips, rate, name/,
    ],
    [
      "an unknown service",
      '{"entities":{"driver_id":[1]},"feature_service":"nobody"}',
      404,
      "FeatureServiceNotFoundException",
      /nobody/,
    ],
    [
      "a pinned version",
      '{"entities":{"driver_id":[1]},"features":["V@v0:trips"]}',
      422,
      "FeastError",
      /version/,
    ],
    [
      "both ways of naming",
      '{"entities":{"driver_id":[1]},"features":["V:trips"],"feature_service":"s"}',
      422,
      "FeastError",
      /not both/,
    ],
    ["neither", '{"entities":{"driver_id":[1]}}', 422, "FeastError", /feature_service/],
    [
      "one name twice",
      '{"entities":{"driver_id":[1]},"features":["V:trips","V:trips"]}',
      422,
      "FeatureNameCollisionError",
      /full_feature_names/,
    ],
    [
      "__proto__ as a column",
      '{"entities":{"__proto__":[1]},"features":["V:trips"]}',
      422,
      "FeastError",
      /__proto__/,
    ],
    ["what is no JSON", '{"entities":', 422, "FeastError", /not JSON/],
  ])("%s", async (_name, body, status, name, words) => {
    const answer = await post("/get-online-features", body.replaceAll("V", view));
    expect([answer.status, answer.headers.get("content-type")]).toEqual([status, "application/json"]);
    expect(raised(answer)).toMatchObject({
      module: "feast.errors",
      class: name,
      message: expect.stringMatching(words),
    });
  });

  it("1,000 rows are answered and 1,001 are refused", async () => {
    const drivers = (count: number) => ({ driver_id: Array.from({ length: count }, (_, at) => at) });
    expect((await ask(drivers(1_000))).status).toBe(200);
    const answer = await ask(drivers(1_001));
    expect([answer.status, raised(answer).message]).toEqual([422, expect.stringContaining("at most 1000")]);
  });

  it("half of a composite key is never another row", async () => {
    const both = `${view}_both`;
    await createView(ctx(), { name: both, entities: ["driver", "city"], fields: FIELDS });
    const df = { ...row(1), city: ["Seoul"] };
    expect((await post("/write-to-online-store", { feature_view_name: both, df })).status).toBe(200);
    const question = (entities: object) =>
      post("/get-online-features", { entities, features: [`${both}:trips`] });
    const half = await question({ driver_id: [1] });
    expect([half.status, raised(half).message]).toEqual([422, expect.stringContaining("city is missing")]);
    const whole = await question({ city: ["Seoul", "Busan"], driver_id: [1, 1] });
    expect(JSON.parse(whole.text)).toMatchObject({
      metadata: { feature_names: ["city", "driver_id", "trips"] },
      results: [{}, {}, { statuses: ["PRESENT", "NOT_FOUND"] }],
    });
  });
});

describe("a write is refused whole", () => {
  it.each<[string, Record<string, unknown>, RegExp]>([
    ["a text for a whole number", { trips: "many" }, /df\.trips, row 1: must be a whole number/],
    ["a fraction for a whole number", { trips: 1.5 }, /df\.trips, row 1/],
    ["true for a number", { rate: true }, /df\.rate, row 1: must be a number/],
    ["NaN as text", { rate: "NaN" }, /not NaN/],
    ["a number for a text", { name: 5 }, /df\.name, row 1: must be a text/],
    ["no key", { driver_id: null }, /df\.driver_id, row 1/],
    ["no time", { event_timestamp: null }, /must be a time/],
    ["a time that is none", { event_timestamp: "2026-02-31T00:00:00" }, /must be a time/],
    ["a time in the future", { event_timestamp: "2036-01-05T09:00:00" }, /future/],
    ["created in the future", { created: "2026-01-05T10:00:00" }, /future/],
    ["an unknown column", { typo: 1 }, /There is no column "typo"/],
  ])("for %s", async (_name, wrong, words) => {
    const good: Record<string, unknown[]> = row(77);
    const bad = row(77, wrong);
    const df = Object.fromEntries(
      Object.keys(bad).map((key) => [key, [good[key]?.[0] ?? null, bad[key]?.[0]]]),
    );
    const answer = await write(df);
    expect(answer.status).toBe(422);
    expect(raised(answer).message).toMatch(words);
    expect(JSON.parse((await ask({ driver_id: [77] })).text).results[1].statuses).toEqual(["NOT_FOUND"]);
  });

  it.each([
    ["NaN of Python", '"rate":[NaN]', /send null/],
    ["1e999", '"rate":[1e999]', /Infinity/],
  ])("for %s", async (_name, column, words) => {
    const answer = await post(
      "/write-to-online-store",
      `{"feature_view_name":"${view}","df":{"driver_id":[1],"event_timestamp":["2026-01-05T08:30:00"],${column}}}`,
    );
    expect([answer.status, raised(answer).message]).toEqual([422, expect.stringMatching(words)]);
  });

  it("for what is not there: a view, a push source, an offline store", async () => {
    const df = row(1);
    const answers = await Promise.all([
      post("/write-to-online-store", { feature_view_name: "nobody", df }),
      post("/push", { push_source_name: "nobody", df }),
      post("/push", { push_source_name: `source_${made}`, df, to: "online_and_offline" }),
    ]);
    expect(answers.map((one) => [one.status, raised(one).class])).toEqual([
      [404, "FeatureViewNotFoundException"],
      [404, "PushSourceNotFoundException"],
      [422, "FeastError"],
    ]);
  });

  it("from those who may only read", async () => {
    const answer = await write(row(1), { token: reader });
    expect([answer.status, raised(answer).class]).toEqual([403, "FeastPermissionError"]);
  });
});

test("a running task reads and writes with its own token", async () => {
  const task = await runningTask(stores);
  expect((await write(row(1), { token: task.token })).status).toBe(200);
});

test("a feature service answers with its features, under full names and with versions when asked", async () => {
  await write(row(1));
  const name = `service_${made}`;
  await createService(ctx(), { name, features: [`${view}:rate`, `${view}:trips`] });
  const question = { entities: { driver_id: [1] }, feature_service: name, full_feature_names: true };
  const answer = await post("/get-online-features", {
    ...question,
    include_feature_view_version_metadata: true,
  });
  expect(JSON.parse(answer.text).metadata).toEqual({
    feature_names: ["driver_id", `${view}__rate`, `${view}__trips`],
    feature_view_metadata: [{ name: view }],
  });
});

test("a deleted view's values are not those of the next view of its name", async () => {
  await write(row(1));
  const { id } = await stores.db.prisma.featureView.findUniqueOrThrow({ where: { name: view } });
  expect(await stores.redis.keys(`gwanje:feature:${id}:*`)).toHaveLength(1);
  const { version } = await getView(ctx(), { name: view });
  await deleteView(ctx(), { name: view, version });
  await createView(ctx(), { name: view, entities: ["driver"], fields: FIELDS });
  await expect
    .poll(async () => JSON.parse((await ask({ driver_id: [1] })).text).results[1].statuses)
    .toEqual(["NOT_FOUND"]);
  await expect.poll(() => stores.redis.keys(`gwanje:feature:${id}:*`)).toEqual([]);
});

describe("bytes as clients send them", () => {
  // 0.58: no Content-Type; 0.66 and later: JSON, with fields of their own; curl: that of a form.
  it.each([
    ["0.58", undefined, `{"entities": {"driver_id": [1, 2]}, "features": ["V:trips", "V:rate"]}`],
    [
      "0.67",
      "application/json",
      `{"entities": {"driver_id": [1, 2]}, "full_feature_names": false, "include_feature_view_version_metadata": false, "features": ["V:trips", "V:rate"]}`,
    ],
    [
      "curl",
      "application/x-www-form-urlencoded",
      `{"features":["V:trips","V:rate"],"entities":{"driver_id":[1,2]}}`,
    ],
  ])("%s", async (_name, type, body) => {
    const sent = type === undefined ? {} : { type };
    const df = `{"driver_id": [1], "trips": [3], "rate": [0.25], "name": [null], "event_timestamp": ["2026-01-05T08:30:00.123456"], "created": [null]}`;
    const written = await post(
      "/write-to-online-store",
      `{"feature_view_name": "${view}", "df": ${df}, "allow_registry_cache": false}`,
      sent,
    );
    expect([written.status, written.text]).toEqual([200, "null"]);
    const answer = await post("/get-online-features", body.replaceAll("V", view), sent);
    expect(answer.headers.get("content-type")).toMatch(/^application\/json/);
    expect(JSON.parse(answer.text).results.slice(1)).toEqual([
      {
        values: [3, null],
        statuses: ["PRESENT", "NOT_FOUND"],
        event_timestamps: ["2026-01-05T08:30:00.123456Z", "1970-01-01T00:00:00Z"],
      },
      {
        values: [0.25, null],
        statuses: ["PRESENT", "NOT_FOUND"],
        event_timestamps: ["2026-01-05T08:30:00.123456Z", "1970-01-01T00:00:00Z"],
      },
    ]);
  });
});

test("one entity is shown to people, with its age", async () => {
  await write(row(1, { name: null }));
  const get = async (query: string) => {
    const response = await fetch(`${served.url}/feature/views/${view}?${query}`, {
      headers: { authorization: `Bearer ${reader}` },
    });
    return { status: response.status, body: await response.json() };
  };
  expect(await get("driver_id=1")).toEqual({
    status: 200,
    body: {
      view,
      schema_version: 0,
      ttl_seconds: 3_600,
      event_timestamp: "2026-01-05T08:30:00Z",
      age_seconds: 1_800,
      written_under_schema: 0,
      features: {
        trips: { type: "INT64", status: "PRESENT", value: 1 },
        rate: { type: "DOUBLE", status: "PRESENT", value: 0.5 },
        name: { type: "STRING", status: "NULL_VALUE", value: null },
      },
    },
  });
  expect((await get("driver_id=2")).body).toMatchObject({ event_timestamp: null, age_seconds: null });
  expect((await get("driver=1")).status).toBe(422);
});

test("health is 200 without a body, for all", async () => {
  const response = await fetch(`${served.url}/feature/health`);
  expect([response.status, await response.text()]).toEqual([200, ""]);
});

test("without Redis a question is answered 503 with a way out, and as before when it is back", async () => {
  await write(row(1));
  const door = await openDoor(stores.env.REDIS_URL);
  const redis = createRedis(door.url);
  await expect.poll(() => redis.status).toBe("ready");
  const apart = await serve({ ...stores, redis });
  try {
    const question = { entities: { driver_id: [1] }, features: [`${view}:trips`] };
    const there = () => post("/get-online-features", question, { url: apart.url });
    expect((await there()).status).toBe(200);
    await door.shut();
    const answer = await there();
    expect([answer.status, answer.headers.get("retry-after")]).toEqual([503, "1"]);
    expect(raised(answer).message).toContain("Redis");
    await door.open();
    await expect.poll(async () => (await there()).status).toBe(200);
  } finally {
    await apart.close();
    redis.disconnect();
    await door.shut();
  }
});
