import { beforeAll, describe, expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { testMlflow } from "./testing";

/** Each limit of the protocol as clients meet it: what is as large as it may be is taken, one more is a 400. */
const stores = testStores();
const { send, post, get } = testMlflow(stores, [
  ...["experiments:read", "experiments:write", "models:read", "models:write"],
]);
/** One character, two units of UTF-16, four bytes. */
const EMOJI = "😀";
let runId: string;
let count = 0;
const fresh = (prefix: string) => `${prefix}${++count}`;
const newRun = async (): Promise<string> =>
  (await post("/runs/create", { experiment_id: "0" })).body.run.info.run_id;
beforeAll(async () => {
  runId = await newRun();
  await post("/registered-models/create", { name: "limited" });
  await post("/model-versions/create", { name: "limited", source: `runs:/${runId}/m`, run_id: runId });
});

type Field = { what: string; most: number; send: (text: string) => Promise<{ status: number }>; of?: string };
const dataset = (changes: object, tag: object = {}) =>
  post("/runs/log-inputs", {
    run_id: runId,
    datasets: [
      { dataset: { name: fresh("d"), digest: "1", ...changes }, tags: [{ key: "k", value: "v", ...tag }] },
    ],
  });
const ofModel = { name: "limited" };
const ofVersion = { name: "limited", version: "1" };
const patch = (path: string, body: object) =>
  send("PATCH", `/mlflow/api/2.0/mlflow${path}`, {
    body: JSON.stringify(body),
    headers: { "content-type": "application/json" },
  });

const FIELDS: Field[] = [
  {
    what: "the key of a parameter",
    of: "가",
    most: 250,
    send: (key) => post("/runs/log-parameter", { run_id: runId, key, value: "v" }),
  },
  {
    what: "the key of a metric",
    of: "𝐀",
    most: 250,
    send: (key) => post("/runs/log-metric", { run_id: runId, key, value: 1, timestamp: 1 }),
  },
  {
    what: "the key of a tag",
    of: "a",
    most: 250,
    send: (key) => post("/runs/set-tag", { run_id: runId, key, value: "v" }),
  },
  {
    what: "the key of a tag that a run is made with",
    of: "a",
    most: 250,
    send: (key) => post("/runs/create", { tags: [{ key, value: "v" }] }),
  },
  {
    what: "a tag's value that a run is made with",
    most: 8_000,
    send: (value) => post("/runs/create", { tags: [{ key: "k", value }] }),
  },
  { what: "the name of a run", most: 250, send: (run_name) => post("/runs/create", { run_name }) },
  { what: "the user of a run", most: 256, send: (user_id) => post("/runs/create", { user_id }) },
  { what: "the name of an experiment", most: 500, send: (name) => post("/experiments/create", { name }) },
  {
    what: "the value of an experiment's tag",
    most: 20_000,
    send: (value) => post("/experiments/set-experiment-tag", { experiment_id: "0", key: "k", value }),
  },
  {
    what: "the key of an experiment's tag",
    of: "a",
    most: 250,
    send: (key) => post("/experiments/set-experiment-tag", { experiment_id: "0", key, value: "v" }),
  },
  {
    what: "where a client would have artifacts",
    of: "a",
    most: 2_042,
    send: (path) => post("/experiments/create", { name: fresh("at "), artifact_location: `s3://b${path}` }),
  },
  {
    what: "the name of a registered model",
    most: 256,
    send: (name) => post("/registered-models/create", { name }),
  },
  {
    what: "the description of a model",
    most: 5_000,
    send: (description) => patch("/registered-models/update", { ...ofModel, description }),
  },
  {
    what: "the description of a version",
    most: 5_000,
    send: (description) => patch("/model-versions/update", { ...ofVersion, description }),
  },
  {
    what: "the value of a model's tag",
    most: 100_000,
    send: (value) => post("/registered-models/set-tag", { ...ofModel, key: "k", value }),
  },
  {
    what: "the value of a version's tag",
    most: 100_000,
    send: (value) => post("/model-versions/set-tag", { ...ofVersion, key: "k", value }),
  },
  {
    what: "an alias",
    of: "a",
    most: 255,
    send: (alias) => post("/registered-models/alias", { ...ofVersion, alias }),
  },
  {
    what: "the source of a version",
    of: "a",
    most: 461,
    send: (path) =>
      post("/model-versions/create", { ...ofModel, source: `runs:/${runId}/${path}`, run_id: runId }),
  },
  {
    what: "the link to a version's run",
    most: 500,
    send: (run_link) =>
      post("/model-versions/create", { ...ofModel, source: `runs:/${runId}/m`, run_id: runId, run_link }),
  },
  { what: "the name of a dataset", most: 500, send: (name) => dataset({ name }) },
  { what: "the digest of a dataset", most: 36, send: (digest) => dataset({ digest }) },
  { what: "the source of a dataset", most: 65_535, send: (source) => dataset({ source }) },
  { what: "the schema of a dataset", of: "a", most: 1_048_575, send: (schema) => dataset({ schema }) },
  { what: "the profile of a dataset", of: "a", most: 16_777_215, send: (profile) => dataset({ profile }) },
  { what: "the key of a dataset's tag", most: 255, send: (key) => dataset({}, { key }) },
  { what: "the value of a dataset's tag", most: 500, send: (value) => dataset({}, { value }) },
];

test.each(FIELDS)("$what has at most $most characters", async ({ most, of = EMOJI, send: ask }) => {
  expect((await ask(of.repeat(most))).status).toBe(200);
  const { status, body } = (await ask(of.repeat(most + 1))) as {
    status: number;
    body: { error_code: string };
  };
  expect([status, body.error_code]).toEqual([400, "INVALID_PARAMETER_VALUE"]);
});

describe("too long is cut, between characters:", () => {
  const read = async () => (await get("/runs/get", { run_id: runId })).body.run.data;
  const heldBy = (list: { key: string; value: string }[], wanted: string) =>
    list.find(({ key }) => key === wanted)?.value;

  test("a parameter after 6,000, a tag after 8,000, alone and in a batch", async () => {
    const long = EMOJI.repeat(9_000);
    await post("/runs/log-parameter", { run_id: runId, key: "p1", value: long });
    await post("/runs/set-tag", { run_id: runId, key: "t1", value: long });
    const pair = (key: string) => [{ key, value: long }];
    await post("/runs/log-batch", { run_id: runId, params: pair("p2"), tags: pair("t2") });
    const { params, tags } = await read();
    for (const key of ["p1", "p2"]) expect(heldBy(params, key)).toBe(EMOJI.repeat(6_000));
    for (const key of ["t1", "t2"]) expect(heldBy(tags, key)).toBe(EMOJI.repeat(8_000));
  });
});

type Sizes = [metrics: number, params: number, tags: number];

describe("a batch", () => {
  const batch = (metrics: number, params: number, tags: number, run_id = runId) => {
    const texts = (prefix: string, length: number) =>
      Array.from({ length }, (_, at) => ({ key: `${prefix}${at}`, value: "v" }));
    return post("/runs/log-batch", {
      run_id,
      metrics: Array.from({ length: metrics }, (_, at) => ({ key: `m${at}`, value: at, timestamp: 1 })),
      params: texts("p.", params),
      tags: texts("t.", tags),
    });
  };

  test("holds 1,000 metrics, 100 parameters, 100 tags, and 1,000 of all", async () => {
    const taken: Sizes[] = [
      [1_000, 0, 0],
      [800, 100, 100],
    ];
    const refused: Sizes[] = [
      [1_001, 0, 0],
      [0, 101, 0],
      [0, 0, 101],
      [801, 100, 100],
    ];
    for (const sizes of taken) expect((await batch(...sizes)).status).toBe(200);
    for (const sizes of refused) expect((await batch(...sizes)).status).toBe(400);
  });

  test("of 1.4 MB is taken", async () => {
    const params = Array.from({ length: 100 }, (_, at) => ({ key: `wide${at}`, value: EMOJI.repeat(3_500) }));
    expect((await post("/runs/log-batch", { run_id: runId, params })).status).toBe(200);
  });

  test.each(["", "a/b", "../x", "x".repeat(300), "A".repeat(32), "0".repeat(32), "a b"])(
    "of the run %j is of none",
    async (run_id) => {
      for (const answer of [await batch(1, 0, 0, run_id), await post("/runs/log-inputs", { run_id })])
        expect([400, 404]).toContain(answer.status);
    },
  );

  test("has at most 1,000 datasets", async () => {
    const of = (length: number) =>
      Array.from({ length }, (_, at) => ({ dataset: { name: "many", digest: String(at) } }));
    const other = await newRun();
    expect((await post("/runs/log-inputs", { run_id: other, datasets: of(1_000) })).status).toBe(200);
    expect((await post("/runs/log-inputs", { run_id: other, datasets: of(1_001) })).status).toBe(400);
  });
});

describe("a point", () => {
  const log = (point: object) =>
    post("/runs/log-metric", { run_id: runId, key: "point", value: 1, timestamp: 1, ...point });

  test("has any double; infinities are the greatest, NaN is NaN", async () => {
    const most = 1.7976931348623157e308;
    for (const [value, stored] of [
      ["Infinity", most],
      ["-Infinity", -most],
      ["inf", most],
      ["NaN", "NaN"],
      [most, most],
      [5e-324, 5e-324],
      [-0, 0],
      [true, 1],
      ["1e3", 1_000],
    ] as const) {
      const key = fresh("double");
      expect((await log({ key, value })).status).toBe(200);
      const { metrics } = (await get("/metrics/get-history", { run_id: runId, metric_key: key })).body;
      expect([value, metrics.map((one: { value: unknown }) => one.value)]).toEqual([value, [stored]]);
    }
    for (const value of ["x", "", "1e999", "0x1", [], {}]) expect((await log({ value })).status).toBe(400);
    for (const bare of ["NaN", "Infinity", "-Infinity", "1e999"]) {
      const text = `{"run_id":"${runId}","key":"bare","value":${bare},"timestamp":1}`;
      expect([bare, (await post("/runs/log-metric", text)).status]).toEqual([bare, 400]);
    }
  });

  test("has a time from 0 and any step of 64 bits", async () => {
    for (const step of ["-9223372036854775808", "9223372036854775807", -1])
      expect((await log({ step })).status).toBe(200);
    for (const point of [
      { timestamp: -1 },
      { timestamp: 7.5 },
      { timestamp: "9223372036854775808" },
      { step: "9223372036854775808" },
      { step: 0.5 },
      { step: "x" },
    ])
      expect((await log(point)).status).toBe(400);
  });
});

describe("a name is refused", () => {
  test.each(["", " ", "a/b", "a:b", ".", ".."])("of a registered model: %j", async (name) => {
    expect((await post("/registered-models/create", { name })).status).toBe(400);
  });

  test.each(["", " ", "a/b", "a:b", "a.b", "a%b", 'a"b', "a'b"])("of a logged model: %j", async (name) => {
    const { status } = await post("/logged-models", { experiment_id: "0", name });
    // One that is sent empty is one that is not sent.
    expect(status).toBe(name === "" ? 200 : 400);
  });

  test.each(["", "latest", "LATEST", "v1", "V22", "a b", "a/b", "a.b", "가"])(
    "of an alias: %j",
    async (alias) => {
      expect((await post("/registered-models/alias", { ...ofVersion, alias })).status).toBe(400);
    },
  );

  test.each(["", "  ", "\n"])("of an experiment: %j", async (name) => {
    expect((await post("/experiments/create", { name })).status).toBe(400);
  });
});

describe("more than anybody needs is refused before it costs anything:", () => {
  test("a batch of 100,000 keys, a filter of ten thousand conditions, a pattern of many %", async () => {
    const metrics = Array.from({ length: 100_000 }, (_, at) => ({ key: `k${at}`, value: 1, timestamp: 1 }));
    expect((await post("/runs/log-batch", { run_id: runId, metrics })).status).toBe(400);
    const search = (filter: string, more: object = {}) =>
      post("/runs/search", { experiment_ids: ["0"], filter, ...more });
    const conditions = Array.from({ length: 10_000 }, () => "metrics.a > 1").join(" AND ");
    expect((await search(conditions)).status).toBe(400);
    expect((await search(`tags.a LIKE '${"%a".repeat(100)}'`)).status).toBe(400);
    for (const page_token of ["eyJvZmZzZXQiOiAxMDAwMDAwMDAwMDAwfQ==", "x", "AAAA"])
      expect((await search("", { page_token })).status).toBe(400);
    for (const max_results of [0, -1, 50_001]) expect((await search("", { max_results })).status).toBe(400);
  });

  test("a message of more than 20 MiB", async () => {
    const { status } = await post("/runs/log-batch", `{"x":"${"a".repeat(21 * 1024 * 1024)}"}`);
    expect(status).toBe(413);
  });
});
