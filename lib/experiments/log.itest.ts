import { describe, expect, test } from "vitest";
import { ConflictError, InvalidError } from "@/lib/platform/errors";
import { testStores } from "@/lib/testing";
import { deleteRun, deleteRunTag, getHistory, getRun, getSampledHistory, logBatch, logInputs } from "./index";
import { experimenter } from "./testing";

const stores = testStores({ GWANJE_DATABASE_POOL: "12" });
const { ctx, experiment, run, read } = experimenter(stores);

type Point = {
  key?: string;
  value: number | "NaN" | "Infinity" | "-Infinity";
  timestamp?: number | string;
  step?: number | string;
};
const log = (runId: string, ...points: Point[]) =>
  logBatch(ctx(), { run_id: runId, metrics: points.map((point) => ({ key: "m", timestamp: 1, ...point })) });
const history = async (runId: string, rest = {}) => {
  const { points, nextPageToken } = await getHistory(ctx(), { run_id: runId, metric_key: "m", ...rest });
  return {
    points: JSON.parse(`[${points}]`) as { value: number | string; timestamp: number; step: number }[],
    nextPageToken,
  };
};
const latest = async (runId: string) =>
  (await read(runId)).data.metrics?.map(({ value, step, timestamp }) => [value, step, timestamp]);

describe("metrics", () => {
  test("the latest is the greatest step, then time, then value, whatever came last", async () => {
    const runId = await run(await experiment());
    await log(runId, { value: 1, step: 5, timestamp: 10 });
    await log(runId, { value: 2, step: 4, timestamp: 99 });
    expect(await latest(runId)).toEqual([[1, 5, 10]]);
    await log(runId, { value: 0.5, step: 5, timestamp: 10 }, { value: 3, step: 5, timestamp: 9 });
    expect(await latest(runId)).toEqual([[1, 5, 10]]);
    await log(runId, { value: 7, step: 5, timestamp: 10 }, { value: 4, step: 1, timestamp: 100 });
    expect(await latest(runId)).toEqual([[7, 5, 10]]);
    expect((await history(runId)).points).toHaveLength(6);
  });

  test("NaN counts as 0 there, and comes back as NaN", async () => {
    const runId = await run(await experiment());
    await log(runId, { value: "NaN" });
    await log(runId, { value: -1 });
    expect(await latest(runId)).toEqual([["NaN", 0, 1]]);
    await log(runId, { value: 1 });
    expect(await latest(runId)).toEqual([[1, 0, 1]]);
    expect((await history(runId)).points.map(({ value }) => value)).toEqual([-1, 1, "NaN"]);
  });

  test("infinities are the greatest doubles", async () => {
    const runId = await run(await experiment());
    await log(runId, { value: "Infinity", step: 1 }, { value: "-Infinity", step: 2 });
    expect((await history(runId)).points.map(({ value }) => value)).toEqual([
      Number.MAX_VALUE,
      -Number.MAX_VALUE,
    ]);
  });

  test("numbers of 64 bits keep every digit", async () => {
    const runId = await run(await experiment());
    await log(runId, { value: 0.1, step: "9223372036854775807", timestamp: "9223372036854775806" });
    const json = await getRun(ctx(), { run_id: runId });
    expect(json).toMatch(/"timestamp" ?: ?9223372036854775806/);
    expect(json).toMatch(/"step" ?: ?9223372036854775807/);
    const { points } = await getHistory(ctx(), { run_id: runId, metric_key: "m" });
    expect(points).toContain("9223372036854775807");
    await log(runId, { value: 1, step: "-9223372036854775808" });
    for (const step of ["9223372036854775808", "1.5", "", "x", 1.5, 2 ** 53])
      await expect(log(runId, { value: 1, step })).rejects.toThrow(InvalidError);
    await expect(log(runId, { value: 1, timestamp: -1 })).rejects.toThrow(InvalidError);
  });

  test("a point that is sent again is one point", async () => {
    const runId = await run(await experiment());
    for (let again = 0; again < 3; again++)
      await log(runId, { value: 1, step: 1 }, { value: 1, step: 1 }, { value: "NaN" });
    expect((await history(runId)).points).toHaveLength(2);
  });

  test("a history of 30,000 points comes whole, by pages that never meet", async () => {
    const runId = await run(await experiment());
    for (let batch = 0; batch < 30; batch++)
      await log(
        runId,
        ...Array.from({ length: 1_000 }, (_, at) => ({
          value: at % 7 ? at : ("NaN" as const),
          step: batch * 1_000 + at,
          timestamp: at % 3,
        })),
      );
    const seen: number[] = [];
    let token: string | null = null;
    do {
      const page = await history(runId, { max_results: 7_000, ...(token && { page_token: token }) });
      seen.push(...page.points.map(({ step }) => step));
      token = page.nextPageToken;
    } while (token);
    expect(seen).toHaveLength(30_000);
    expect(new Set(seen).size).toBe(30_000);
    expect((await history(runId)).points).toHaveLength(30_000);
    const sample = JSON.parse(
      `[${await getSampledHistory(ctx(), { run_ids: [runId], metric_key: "m", max_results: 320 })}]`,
    );
    expect(sample).toHaveLength(320);
    expect([sample[0].step, sample.at(-1).step]).toEqual([0, 29_999]);
  });

  test.each(["garbage", "", Buffer.from('{"q":"x","k":["1"]}').toString("base64url"), "x".repeat(70_000)])(
    "a page token %j is refused",
    async (page_token) => {
      const runId = await run(await experiment());
      await expect(history(runId, { max_results: 1, page_token })).rejects.toThrow(InvalidError);
    },
  );
});

test("a sample is of the steps asked for, of each run in the order asked for", async () => {
  const id = await experiment();
  const runs = [await run(id), await run(id)];
  for (const runId of runs)
    await log(runId, ...Array.from({ length: 50 }, (_, step) => ({ value: step, step })));
  const asked = [...runs].reverse();
  const sample = JSON.parse(
    `[${await getSampledHistory(ctx(), { run_ids: asked, metric_key: "m", steps: { start: 10, end: 19 }, max_results: 4 })}]`,
  );
  expect(sample.map(({ run_id, step }: { run_id: string; step: number }) => [run_id, step])).toEqual(
    asked.flatMap((runId) => [10, 13, 16, 19].map((step) => [runId, step])),
  );
});

describe("a sample is every n-th point by step, time and value", () => {
  type Logged = readonly [step: number, timestamp: number, value: number];
  const rising = (from: number, count: number): Logged[] =>
    Array.from({ length: count }, (_, at) => [from + at, 1_000 + (from + at) * 10, at % 7]);
  const cases: Record<string, Logged[][]> = {
    "of one batch in order": [rising(0, 40)],
    "of batches in order": [rising(0, 15), rising(15, 1), rising(16, 20)],
    "of points alone": rising(0, 30).map((point) => [point]),
    "of a batch that is repeated": [rising(0, 10), rising(0, 10), rising(10, 13)],
    "of a batch that comes late": [rising(20, 15), rising(0, 15)],
    "of steps that fall while time goes on": [
      Array.from({ length: 25 }, (_, at): Logged => [25 - at, 1_000 + at, at]),
    ],
    "of steps that begin again, batch by batch": [
      rising(0, 9),
      rising(0, 9).map(([step, time, value]): Logged => [step, time + 5_000, value]),
    ],
    "of equal times and equal steps": [
      Array.from({ length: 24 }, (_, at): Logged => [Math.floor(at / 3), 1_000 + Math.floor(at / 4), at % 5]),
    ],
  };

  test.each(Object.entries(cases))("%s", async (_, batches) => {
    const runId = await run(await experiment());
    for (const batch of batches)
      await log(runId, ...batch.map(([step, timestamp, value]) => ({ step, timestamp, value })));
    const points = [...new Map(batches.flat().map((point) => [point.join(), point])).values()].sort(
      (one, other) => one[0] - other[0] || one[1] - other[1] || one[2] - other[2],
    );
    for (const steps of [undefined, { start: 3, end: 17 }])
      for (const max_results of [1, 2, 3, 7, 10, 100]) {
        const asked = { run_ids: [runId], metric_key: "m", max_results, ...(steps && { steps }) };
        const sample = JSON.parse(`[${await getSampledHistory(ctx(), asked)}]`);
        const within = points.filter(([step]) => !steps || (step >= steps.start && step <= steps.end));
        expect(
          sample.map(({ step, timestamp, value }: Record<string, number>) => [step, timestamp, value]),
        ).toEqual(everyNth(within, max_results));
      }
  });

  /** By the rule alone: a row is kept where its share of the places is another one than the row's before it. */
  function everyNth(points: readonly Logged[], most: number): readonly Logged[] {
    if (points.length <= most) return points;
    const place = (at: number) => Math.trunc((at * (most - 1)) / (points.length - 1));
    return points.filter((_, at) => at === 0 || at === points.length - 1 || place(at) !== place(at - 1));
  }
});

describe("parameters", () => {
  test("are written once: the same again is nothing, another value refuses the whole batch", async () => {
    const runId = await run(await experiment());
    await logBatch(ctx(), { run_id: runId, params: [{ key: "a", value: "1" }] });
    await logBatch(ctx(), {
      run_id: runId,
      params: [
        { key: "a", value: "1" },
        { key: "b", value: "" },
      ],
    });
    await expect(
      logBatch(ctx(), {
        run_id: runId,
        params: [
          { key: "c", value: "3" },
          { key: "a", value: "2" },
        ],
        metrics: [{ key: "m", value: 1, timestamp: 1 }],
        tags: [{ key: "t", value: "x" }],
      }),
    ).rejects.toMatchObject({
      code: "CONFLICT",
      extra: { reason: { code: "param_changed", values: { key: "a", value: "1" } } },
    });
    const { data } = await read(runId);
    expect(data.params).toEqual([
      { key: "a", value: "1" },
      { key: "b", value: "" },
    ]);
    expect(data.metrics).toBeUndefined();
    expect(data.tags?.map(({ key }) => key)).toEqual(["mlflow.runName"]);
    const twice = [
      { key: "d", value: "1" },
      { key: "d", value: "2" },
    ];
    await expect(logBatch(ctx(), { run_id: runId, params: twice })).rejects.toThrow(ConflictError);
  });

  test("and tags that are too long are cut, between characters", async () => {
    const runId = await run(await experiment());
    const long = "😀".repeat(9_000);
    await logBatch(ctx(), {
      run_id: runId,
      params: [{ key: "p", value: long }],
      tags: [{ key: "t", value: long }],
    });
    const { data } = await read(runId);
    expect([...(data.params?.[0]?.value ?? "")]).toHaveLength(6_000);
    expect([...(data.tags?.find(({ key }) => key === "t")?.value ?? "")]).toHaveLength(8_000);
  });
});

test("of tags the last write wins, and one that is gone is not there", async () => {
  const runId = await run(await experiment());
  await logBatch(ctx(), {
    run_id: runId,
    tags: [
      { key: "t", value: "1" },
      { key: "t", value: "2" },
    ],
  });
  expect((await read(runId)).data.tags).toContainEqual({ key: "t", value: "2" });
  await deleteRunTag(ctx(), { run_id: runId, key: "t" });
  await expect(deleteRunTag(ctx(), { run_id: runId, key: "t" })).rejects.toMatchObject({ code: "NOT_FOUND" });
});

describe("names and sizes", () => {
  test.each(["a", "a/b", "a.b-c d:e_f", "한글", "é".repeat(250), "𝐀".repeat(250), "1", "a..b"])(
    "%j is a name",
    async (key) => {
      const runId = await run(await experiment());
      await logBatch(ctx(), {
        run_id: runId,
        metrics: [{ key, value: 1, timestamp: 1 }],
        params: [{ key, value: "v" }],
      });
      expect((await read(runId)).data.metrics?.map((metric) => metric.key)).toEqual([key]);
    },
  );

  test.each([
    "",
    "x".repeat(251),
    "a//b",
    "/a",
    "a/",
    "../a",
    "a/../b",
    "./a",
    ".",
    "..",
    "a\n",
    "a\0",
    "a$",
    "a\\b",
    "a%2e",
    "<b>",
    "😀",
  ])("%j is none", async (key) => {
    const runId = await run(await experiment());
    for (const batch of [
      { metrics: [{ key, value: 1, timestamp: 1 }] },
      { params: [{ key, value: "v" }] },
      { tags: [{ key, value: "v" }] },
    ])
      await expect(logBatch(ctx(), { run_id: runId, ...batch })).rejects.toThrow(InvalidError);
  });

  test("a batch holds 1,000 metrics, 100 parameters, 100 tags, and 1,000 of all", async () => {
    const runId = await run(await experiment());
    const metrics = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ key: `m${at}`, value: at, timestamp: 1 }));
    const texts = (count: number) =>
      Array.from({ length: count }, (_, at) => ({ key: `k${at}`, value: "v" }));
    await logBatch(ctx(), { run_id: runId, metrics: metrics(800), params: texts(100), tags: texts(100) });
    for (const batch of [
      { metrics: metrics(1_001) },
      { params: texts(101) },
      { tags: texts(101) },
      { metrics: metrics(801), params: texts(100), tags: texts(100) },
    ])
      await expect(logBatch(ctx(), { run_id: runId, ...batch })).rejects.toThrow(InvalidError);
  });
});

test("64 writers of one run, in every order of keys, are never in each other's way", async () => {
  const runId = await run(await experiment());
  const keys = Array.from({ length: 20 }, (_, at) => `k${at}`);
  const rotated = (by: number) => [...keys.slice(by % 20), ...keys.slice(0, by % 20)];
  await Promise.all(
    Array.from({ length: 64 }, (_, writer) =>
      logBatch(ctx(), {
        run_id: runId,
        metrics: rotated(writer).map((key) => ({ key, value: writer, timestamp: 1, step: writer })),
        params: rotated(writer * 7).map((key) => ({ key, value: "same" })),
        tags: rotated(writer * 3).map((key) => ({ key, value: String(writer) })),
      }),
    ),
  );
  const { data } = await read(runId);
  expect(data.metrics?.map(({ step }) => step)).toEqual(keys.map(() => 63));
  expect(data.params).toHaveLength(20);
});

test("of many calls at once only those at fault are refused, each with its own reason", async () => {
  const id = await experiment();
  const [one, gone] = [await run(id), await run(id)];
  await logBatch(ctx(), { run_id: one, params: [{ key: "p", value: "1" }] });
  await deleteRun(ctx(), { run_id: gone });
  const results = await Promise.allSettled([
    logBatch(ctx(), { run_id: one, params: [{ key: "q", value: "1" }], tags: [{ key: "t", value: "1" }] }),
    logBatch(ctx(), {
      run_id: one,
      params: [{ key: "p", value: "2" }],
      tags: [{ key: "never", value: "1" }],
    }),
    logBatch(ctx(), { run_id: gone, tags: [{ key: "never", value: "1" }] }),
    logBatch(ctx(), { run_id: "0".repeat(32) }),
    logBatch(ctx(), {
      run_id: one,
      metrics: [{ key: "m", value: 1, timestamp: 1 }],
      tags: [{ key: "t", value: "2" }],
    }),
  ]);
  const codes = results.map((result) =>
    result.status === "fulfilled" ? "written" : result.reason.extra.reason.code,
  );
  expect(codes).toEqual(["written", "param_changed", "run_deleted", "not_there", "written"]);
  const { data } = await read(one);
  expect(data.params).toEqual([
    { key: "p", value: "1" },
    { key: "q", value: "1" },
  ]);
  expect(data.tags).toContainEqual({ key: "t", value: "2" });
  expect(data.tags?.some(({ key }) => key === "never")).toBe(false);
});

describe("datasets", () => {
  const dataset = (name: string, rest = {}) => ({
    dataset: { name, digest: "d1", source_type: "local", source: "s", ...rest },
    tags: [{ key: "mlflow.data.context", value: "train" }],
  });
  const inputs = async (runId: string) => (await read(runId)).inputs.dataset_inputs;

  test("are known once in an experiment, and a run reads each once", async () => {
    const id = await experiment();
    const [one, other] = [await run(id), await run(id)];
    await logInputs(ctx(), {
      run_id: one,
      datasets: [dataset("a", { schema: "{}" }), dataset("b"), dataset("a", { source: "ignored" })],
    });
    await logInputs(ctx(), {
      run_id: other,
      datasets: [dataset("a", { source: "also ignored", profile: "p" })],
    });
    await logInputs(ctx(), { run_id: other, datasets: [{ ...dataset("a"), tags: [] }] });
    expect(await inputs(one)).toHaveLength(2);
    expect(await inputs(other)).toEqual([
      {
        tags: [{ key: "mlflow.data.context", value: "train" }],
        dataset: { name: "a", digest: "d1", source_type: "local", source: "s", schema: "{}" },
      },
    ]);
  });

  test("have limits", async () => {
    const runId = await run(await experiment());
    for (const bad of [
      [dataset("")],
      [dataset("x".repeat(501))],
      [dataset("a", { digest: "x".repeat(37) })],
      [dataset("a", { source: "x".repeat(65_536) })],
      Array.from({ length: 1_001 }, () => dataset("a")),
      [{ ...dataset("a"), tags: [{ key: "k", value: "x".repeat(501) }] }],
    ])
      await expect(logInputs(ctx(), { run_id: runId, datasets: bad })).rejects.toThrow(InvalidError);
  });
});
