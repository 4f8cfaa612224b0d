import { describe, expect, it } from "vitest";
import { testStores } from "@/lib/testing";
import { listMetrics, logBatch, readTrainingRun, sampleManyRuns, samplePoints } from "./index";
import { experimenter } from "./testing";

const { ctx, experiment, run } = experimenter(testStores());

const START = Date.parse("2026-03-01T00:00:00Z");
type Value = number | "NaN" | "Infinity";

/** A point a second and a step, from the start of the run on. */
async function log(runId: string, key: string, values: readonly Value[], start = START) {
  for (let from = 0; from < values.length; from += 1_000)
    await logBatch(ctx(), {
      run_id: runId,
      metrics: values
        .slice(from, from + 1_000)
        .map((value, at) => ({ key, value, timestamp: start + (from + at) * 1_000, step: from + at })),
    });
}

const noisy = (count: number, spikes: Record<number, number> = {}): number[] =>
  Array.from({ length: count }, (_, at) => spikes[at] ?? at % 7);

describe("points of one run", () => {
  it("are thinned out with every peak kept, and it is said how many there are", async () => {
    const runId = await run(await experiment(), { start_time: START });
    await log(runId, "loss", noisy(2_500, { 1234: 99, 777: -99 }));
    const { data } = await samplePoints(ctx(), { run_id: runId, keys: "loss,none", points: 50 });
    expect(data).toMatchObject([{ run_id: runId, key: "loss", total: 2_500, odd: 0, start_ms: START }]);
    const { steps = [], values = [], times_ms = [], means } = data[0] ?? {};
    expect(steps.length).toBeLessThanOrEqual(50);
    expect([values.length, times_ms.length]).toEqual([steps.length, steps.length]);
    expect([values[steps.indexOf(1_234)], times_ms[steps.indexOf(1_234)]]).toEqual([99, START + 1_234_000]);
    expect(values[steps.indexOf(777)]).toBe(-99);
    expect(steps).toEqual(steps.toSorted((a, b) => a - b));
    expect(means?.steps).toHaveLength(25);
    const mean = (means?.values ?? []).reduce<number>((sum, value) => sum + Number(value), 0) / 25;
    const sum = noisy(2_500, { 1234: 99, 777: -99 }).reduce((one, other) => one + other, 0);
    expect(mean).toBeCloseTo(sum / 2_500, 9);
  });

  it.each([
    ["step", 1_230, 1_240],
    ["time", START + 1_230_000, START + 1_240_000],
    ["relative", 1_230_000, 1_240_000],
  ] as const)("come whole where few are left between bounds of %s", async (x, from, to) => {
    const runId = await run(await experiment(), { start_time: START });
    await log(runId, "loss", noisy(2_000, { 1234: 99 }));
    const { data } = await samplePoints(ctx(), { run_id: runId, keys: "loss", points: 50, x, from, to });
    expect(data[0]).toMatchObject({ total: 11, means: null });
    expect(data[0]?.steps).toEqual([
      1_230, 1_231, 1_232, 1_233, 1_234, 1_235, 1_236, 1_237, 1_238, 1_239, 1_240,
    ]);
    expect(data[0]?.values[4]).toBe(99);
  });

  it("are thinned out along the axis that is shown", async () => {
    const runId = await run(await experiment(), { start_time: START });
    // A hundred points at one step, then a long pause.
    const metrics = Array.from({ length: 100 }, (_, at) => ({
      key: "loss",
      value: at === 50 ? 9 : 0,
      timestamp: START + at,
      step: 0,
    }));
    metrics.push({ key: "loss", value: 1, timestamp: START + 1_000_000, step: 1_000 });
    await logBatch(ctx(), { run_id: runId, metrics });
    const points = async (x: "step" | "time") => {
      const { data } = await samplePoints(ctx(), { run_id: runId, keys: "loss", points: 10, x });
      return data[0]?.values;
    };
    expect(await points("step")).toEqual([0, 9, 1]);
    expect(await points("time")).toEqual([0, 9, 1]);
    const near = { run_id: runId, keys: "loss", points: 10, from: START, to: START + 99 };
    const { data } = await samplePoints(ctx(), { ...near, x: "time" });
    expect(data[0]?.total).toBe(100);
    expect(data[0]?.times_ms).toContain(START + 50);
  });

  it("that are NaN or infinite hide no peak, are counted, and stand where there is nothing else", async () => {
    const runId = await run(await experiment(), { start_time: START });
    const values: Value[] = noisy(1_000, { 500: 99 });
    values[501] = "NaN";
    values[502] = "Infinity";
    for (let at = 900; at < 1_000; at += 1) values[at] = "NaN";
    await log(runId, "loss", values);
    const { data } = await samplePoints(ctx(), { run_id: runId, keys: "loss", points: 20 });
    expect(data[0]).toMatchObject({ total: 1_000, odd: 102 });
    expect(data[0]?.values).toContain(99);
    expect(data[0]?.values.at(-1)).toBe("NaN");
    expect(data[0]?.means?.values).toHaveLength(9);
  });

  it("of any number of 64 bits are placed", async () => {
    const runId = await run(await experiment(), { start_time: START });
    const most = Number.MAX_SAFE_INTEGER;
    const metrics = [-most, -1, 0, 1, most].flatMap((step) =>
      [0, 1, 2].map((value) => ({ key: "x", value, timestamp: Math.abs(step), step })),
    );
    await logBatch(ctx(), { run_id: runId, metrics });
    for (const x of ["step", "time", "relative"] as const) {
      const { data } = await samplePoints(ctx(), { run_id: runId, keys: "x", points: 10, x });
      expect(data[0]?.steps).toEqual(expect.arrayContaining([-most, most]));
    }
  });
});

describe("points of many runs", () => {
  it("come in one answer, in the order that was asked, each with its peak", async () => {
    const id = await experiment();
    const runIds: string[] = [];
    for (const number of [1, 2, 3]) {
      const start = START + number * 1_000_000;
      const runId = await run(id, { start_time: start });
      await log(runId, "loss", noisy(200, { [number * 50]: 99 + number }), start);
      runIds.unshift(runId);
    }
    const asked = { run_ids: [...runIds, "0".repeat(32), "no"].join(","), keys: "loss", points: 20 };
    const { data } = await sampleManyRuns(ctx(), asked);
    expect(data.map(({ run_id }) => run_id)).toEqual(runIds);
    expect(data.map(({ values }) => Math.max(...values.map(Number)))).toEqual([102, 101, 100]);
    const relative = await sampleManyRuns(ctx(), { ...asked, x: "relative", from: 50_000, to: 50_000 });
    expect(relative.data.map(({ total, values }) => [total, values])).toEqual([
      [1, [1]],
      [1, [1]],
      [1, [100]],
    ]);
  });

  it.each([
    [{ run_ids: "," }, "/run_ids"],
    [{ run_ids: Array.from({ length: 101 }, (_, at) => at).join(",") }, "/run_ids"],
    [{ run_ids: Array.from({ length: 51 }, (_, at) => at).join(","), keys: "a,b" }, "/keys"],
    [{ points: 1_001 }, "/points"],
    [{ from: 2, to: 1 }, "/to"],
  ])("are refused where %j", async (wrong, pointer) => {
    const asked = sampleManyRuns(ctx(), { run_ids: "a", keys: "a", ...wrong });
    await expect(asked).rejects.toMatchObject({ code: "INVALID", extra: { errors: [{ pointer }] } });
  });
});

describe("the metrics of a run", () => {
  it("come by name and page by page, those of the machine apart, with how many match", async () => {
    const runId = await run(await experiment());
    const keys = ["val/loss", "system/cpu", "loss", "val/acc", "system/memory", "acc"];
    await logBatch(ctx(), {
      run_id: runId,
      metrics: keys.map((key, value) => ({
        key,
        value: key === "acc" ? "NaN" : value,
        timestamp: 1,
        step: 2,
      })),
    });
    const model = await listMetrics(ctx(), { run_id: runId, group: "model", limit: 2 });
    expect(model).toMatchObject({
      data: [
        { key: "acc", value: "NaN", step: 2, at: "1970-01-01T00:00:00.001Z" },
        { key: "loss", value: 2 },
      ],
      has_more: true,
      total: 4,
    });
    const rest = await listMetrics(ctx(), {
      run_id: runId,
      group: "model",
      limit: 2,
      cursor: model.next_cursor ?? "",
    });
    expect(rest).toMatchObject({
      data: [{ key: "val/acc" }, { key: "val/loss" }],
      has_more: false,
      total: 4,
    });
    const system = await listMetrics(ctx(), { run_id: runId, group: "system", search: "CPU" });
    expect(system).toMatchObject({ data: [{ key: "system/cpu" }], total: 1, next_cursor: null });
    await expect(
      listMetrics(ctx(), { run_id: runId, search: "x", cursor: model.next_cursor ?? "" }),
    ).rejects.toMatchObject({ extra: { errors: [{ pointer: "/cursor" }] } });
    expect(await listMetrics(ctx(), { run_id: "no" })).toMatchObject({ data: [], total: 0 });
  });

  it("are a hundred in the detail of a run, which says how many there are", async () => {
    const runId = await run(await experiment());
    const metrics = Array.from({ length: 130 }, (_, at) => ({
      key: `m${String(at).padStart(3, "0")}`,
      value: at,
      timestamp: at,
    }));
    await logBatch(ctx(), { run_id: runId, metrics });
    const detail = await readTrainingRun(ctx(), { run_id: runId });
    expect([detail.metric_count, detail.metrics.length, detail.metrics.at(-1)?.key]).toEqual([
      130,
      100,
      "m099",
    ]);
  });
});
