import fc from "fast-check";
import { beforeAll, describe, expect, it } from "vitest";
import { testStores } from "@/lib/testing";
import { exportTrainingRuns, groupTrainingRuns, listKeys, listTrainingRuns, logBatch } from "./index";
import type { RunGroup } from "./schema";
import { experimenter } from "./testing";

const stores = testStores();
const { ctx, experiment, run } = experimenter(stores);

type Value = number | "NaN";
type Made = { param: string | null; tag: string | null; metric: Value | null };
const made = async (experimentId: string, { param, tag, metric }: Made) => {
  const run_id = await run(experimentId);
  await logBatch(ctx(), {
    run_id,
    params: param === null ? [] : [{ key: "lr", value: param }],
    tags: tag === null ? [] : [{ key: "team", value: tag }],
    metrics: metric === null ? [] : [{ key: "auc", value: metric, timestamp: 1 }],
  });
  return run_id;
};
type Ask = Omit<Parameters<typeof groupTrainingRuns>[1], "experiment_id">;

/** Every group, page by page. */
async function groups(experimentId: string, ask: Ask): Promise<RunGroup[]> {
  const all: RunGroup[] = [];
  let cursor: string | undefined;
  do {
    const page = await groupTrainingRuns(ctx(), {
      ...{ experiment_id: experimentId, metrics: "metrics.auc", limit: 2, cursor },
      ...ask,
    });
    all.push(...page.data);
    cursor = page.next_cursor ?? undefined;
  } while (cursor !== undefined);
  return all;
}

/** What two passes over the runs of a group say. */
function naive(runs: readonly Made[]) {
  const values = runs.flatMap(({ metric }) => (typeof metric === "number" ? [metric] : []));
  const n = values.length;
  const mean = n === 0 ? null : values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - (mean ?? 0)) ** 2, 0);
  return {
    n,
    nan: runs.filter(({ metric }) => metric === "NaN").length,
    missing: runs.filter(({ metric }) => metric === null).length,
    mean,
    std: n < 2 ? null : Math.sqrt(squares / (n - 1)),
    min: n === 0 ? null : Math.min(...values),
    max: n === 0 ? null : Math.max(...values),
  };
}
const close = (value: number | string | null | undefined) =>
  typeof value === "number" ? expect.closeTo(value, 6) : value;

const Param = fc.option(fc.constantFrom("0.1", "0.2", "", "a'b"));
const Tag = fc.option(fc.constantFrom("blue", "red"));
const Metric = fc.option(
  fc.oneof(
    fc.integer({ min: -1_000, max: 1_000 }).map((whole) => whole / 8),
    fc.constant("NaN" as const),
  ),
);

describe("groups of runs", () => {
  it("say of all runs what two passes over them say, by any page", async () => {
    const Runs = fc.array(fc.record({ param: Param, tag: Tag, metric: Metric }), {
      minLength: 1,
      maxLength: 14,
    });
    await fc.assert(
      fc.asyncProperty(Runs, async (runs) => {
        const id = await experiment();
        for (const one of runs) await made(id, one);
        const found = await groups(id, { group_by: "params.lr,tags.team", sort: "mean" });
        const wanted = new Map<string, Made[]>();
        for (const one of runs) {
          const name = JSON.stringify([one.param, one.tag]);
          wanted.set(name, [...(wanted.get(name) ?? []), one]);
        }
        expect(found.map(({ values }) => JSON.stringify(values)).sort()).toEqual([...wanted.keys()].sort());
        for (const { values, runs: count, metrics } of found) {
          const members = wanted.get(JSON.stringify(values)) ?? [];
          const { mean, std, ...rest } = naive(members);
          expect(count).toBe(members.length);
          expect(metrics["metrics.auc"]).toEqual({ ...rest, mean: close(mean), std: close(std) });
        }
        const means = found.map(({ metrics }) => metrics["metrics.auc"]?.mean ?? null);
        const numbers = means.filter((mean) => typeof mean === "number");
        expect(means.slice(0, numbers.length)).toEqual([...numbers].sort((one, other) => other - one));
      }),
      { numRuns: 12 },
    );
  });

  describe("of a metric with every kind of value", () => {
    let id: string;
    const MADE: Made[] = [
      { param: "x", tag: null, metric: 0.5 },
      { param: "x", tag: "blue", metric: 0.5 },
      { param: "y", tag: null, metric: "NaN" },
      { param: null, tag: null, metric: null },
      { param: "y", tag: null, metric: 0.1 + 0.2 },
    ];
    const ids: string[] = [];
    beforeAll(async () => {
      id = await experiment();
      for (const one of MADE) ids.push(await made(id, one));
    });

    it("are in the order of numbers, with NaN and nothing behind", async () => {
      const found = await groups(id, { group_by: "metrics.auc", sort: "key", descending: false });
      expect(found.map(({ values, runs }) => [values[0], runs])).toEqual([
        ["0.30000000000000004", 1],
        ["0.5", 2],
        ["NaN", 1],
        [null, 1],
      ]);
    });

    it("open to exactly their runs, whatever the value", async () => {
      for (const group_by of [
        "metrics.auc",
        "max.auc",
        "params.lr",
        "tags.team",
        "attributes.status",
        "params.none",
      ]) {
        const found = await groups(id, { group_by });
        const opened = await Promise.all(
          found.map(async ({ values, runs }) => {
            const { data } = await listTrainingRuns(ctx(), {
              experiment_id: id,
              group_by,
              group: JSON.stringify(values),
            });
            expect(data, `${group_by} ${values}`).toHaveLength(runs);
            return data.map((one) => one.id);
          }),
        );
        expect(opened.flat().sort()).toEqual([...ids].sort());
      }
    });

    it("count all runs that match, and only them", async () => {
      const page = await groupTrainingRuns(ctx(), {
        ...{ experiment_id: id, group_by: "params.lr", limit: 1 },
        filter: "params.lr = 'x' OR metrics.auc > 0.2",
      });
      expect(page).toMatchObject({ groups: 2, runs: 3, has_more: true, data: [{ values: ["x"], runs: 2 }] });
    });
  });

  it("have values that a double cannot sum", async () => {
    const id = await experiment();
    for (const metric of [1e300, 1.7e308]) await made(id, { param: "a", tag: null, metric });
    const [group] = await groups(id, { group_by: "params.lr" });
    expect(group?.metrics["metrics.auc"]).toMatchObject({
      mean: "Infinity",
      std: "NaN",
      min: 1e300,
      max: 1.7e308,
    });
  });

  it.each([
    [{ group_by: "lr" }, "/group_by"],
    [{ group_by: "attributes.run_id" }, "/group_by"],
    [{ group_by: "dataset.name" }, "/group_by"],
    [{ group_by: "params.lr", metrics: "params.lr" }, "/metrics"],
    [{ group_by: "params.lr", sort: "mean" as const, sort_metric: "metrics.x" }, "/sort_metric"],
    [{ group_by: "params.lr", sort: "mean" as const, metrics: "" }, "/sort_metric"],
    [{ group_by: "params.lr", cursor: "abc" }, "/cursor"],
  ])("refuse %j at %s", async (ask, pointer) => {
    const id = await experiment();
    await expect(groups(id, ask)).rejects.toMatchObject({ extra: { errors: [{ pointer }] } });
  });

  it.each(["nonsense", "[]", '["a","b"]', "[1]", '{"0":"a"}'])("no group is %s", async (group) => {
    const ask = { experiment_id: await experiment(), group_by: "params.lr", group };
    await expect(listTrainingRuns(ctx(), ask)).rejects.toMatchObject({
      extra: { errors: [{ pointer: "/group" }] },
    });
  });
});

describe("the first, the least and the greatest of a metric", () => {
  const Points = fc.array(
    fc.record({
      value: fc.oneof(fc.integer({ min: -50, max: 50 }), fc.constant("NaN" as const)),
      step: fc.integer({ min: 0, max: 5 }),
      timestamp: fc.integer({ min: 0, max: 5 }),
    }),
    { minLength: 1, maxLength: 12 },
  );

  it("are those of all points, in whatever order and batches these come", async () => {
    const id = await experiment();
    await fc.assert(
      fc.asyncProperty(Points, fc.integer({ min: 1, max: 5 }), async (points, size) => {
        const run_id = await run(id);
        for (let at = 0; at < points.length; at += size)
          await logBatch(ctx(), {
            run_id,
            metrics: points.slice(at, at + size).map((point) => ({ key: "loss", ...point })),
          });
        const { data } = await listTrainingRuns(ctx(), {
          ...{ experiment_id: id, keys: "min.loss,max.loss,first.loss" },
          filter: `attributes.run_id = '${run_id}'`,
        });
        const numbers = points.flatMap(({ value }) => (typeof value === "number" ? [value] : []));
        const number = (value: Value) => (value === "NaN" ? 0 : value);
        const [first] = [...points].sort(
          (one, other) =>
            one.step - other.step ||
            one.timestamp - other.timestamp ||
            number(one.value) - number(other.value),
        );
        // NaN is as great as 0 there: of both either is the first.
        const ties = points.filter(
          (one) =>
            one.step === first?.step &&
            one.timestamp === first.timestamp &&
            number(one.value) === number(first.value),
        );
        expect(ties.map(({ value }) => value)).toContain(data[0]?.first.loss);
        expect(data[0]?.min.loss).toBe(numbers.length === 0 ? null : Math.min(...numbers));
        expect(data[0]?.max.loss).toBe(numbers.length === 0 ? null : Math.max(...numbers));
      }),
      { numRuns: 25 },
    );
  });

  it("sort and filter runs", async () => {
    const id = await experiment();
    const names: Record<string, string> = {};
    for (const [name, values] of Object.entries({ rises: [1, 5, 9], falls: [8, 4, 2], none: [] })) {
      const run_id = await run(id);
      names[run_id] = name;
      const metrics = values.map((value, step) => ({ key: "val/loss", value, timestamp: step, step }));
      await logBatch(ctx(), { run_id, metrics });
    }
    const inOrder = async (order_by: string, filter = "") =>
      (await listTrainingRuns(ctx(), { experiment_id: id, order_by, filter })).data.map(
        (one) => names[one.id],
      );
    expect(await inOrder("max.`val/loss` DESC")).toEqual(["rises", "falls", "none"]);
    expect(await inOrder("first.`val/loss` DESC")).toEqual(["falls", "rises", "none"]);
    expect(await inOrder("metrics.`val/loss`,min.`val/loss`")).toEqual(["falls", "rises", "none"]);
    expect(await inOrder("", "min.`val/loss` < 2")).toEqual(["rises"]);
  });
});

describe("runs within runs", () => {
  it("are counted, listed beneath their parent, and stand at the top where that is deleted or elsewhere", async () => {
    const id = await experiment();
    const within = (parent: string) => run(id, { tags: [{ key: "mlflow.parentRunId", value: parent }] });
    const parent = await run(id);
    const [one, two] = [await within(parent), await within(parent)];
    const deep = await within(one);
    const orphans = [await within("0".repeat(32)), await within("no id")];
    const list = async (ask: { roots?: boolean; parent?: string }) =>
      (await listTrainingRuns(ctx(), { experiment_id: id, ...ask })).data.map((row) => [
        row.id,
        row.children,
      ]);
    expect((await list({ roots: true })).sort()).toEqual(
      [[parent, 2], ...orphans.map((orphan) => [orphan, 0])].sort(),
    );
    expect((await list({ parent })).sort()).toEqual(
      [
        [one, 1],
        [two, 0],
      ].sort(),
    );
    expect(await list({ parent: one })).toEqual([[deep, 0]]);
  });
});

describe("12,000 keys", () => {
  it("are found by a part of their name, and hold up no page", async () => {
    const id = await experiment();
    const run_id = await run(id);
    for (let from = 0; from < 12_000; from += 1_000)
      await logBatch(ctx(), {
        run_id,
        metrics: Array.from({ length: 1_000 }, (_, at) => ({
          key: `layer.${from + at}.norm`,
          value: 1,
          timestamp: 1,
        })),
      });
    const ask = { experiment_id: id, kind: "metric" as const, limit: 50 };
    expect((await listKeys(ctx(), { ...ask, search: ".11999." })).data).toEqual(["layer.11999.norm"]);
    expect(await listKeys(ctx(), ask)).toMatchObject({ has_more: true });
    const { data } = await listTrainingRuns(ctx(), { experiment_id: id, keys: "metrics.layer.7.norm" });
    expect(data[0]?.metrics).toEqual({ "layer.7.norm": 1 });
  });
});

describe("the export", () => {
  it("has every run once, in the order of the list, and refuses what it cannot read before it begins", async () => {
    const id = await experiment();
    const made: string[] = [];
    for (let number = 0; number < 5; number++) {
      const run_id = await run(id, { run_name: `r${number}`, start_time: number });
      await logBatch(ctx(), { run_id, metrics: [{ key: "auc", value: number, timestamp: 1 }] });
      made.push(run_id);
    }
    const ask = {
      experiment_id: id,
      keys: "metrics.auc",
      order_by: "metrics.auc",
      filter: "metrics.auc > 0",
    };
    const text = await new Response(await exportTrainingRuns(ctx(), ask)).text();
    const lines = text
      .trimEnd()
      .split("\r\n")
      .map((line) => line.split(","));
    expect(lines[0]).toContain("metrics.auc");
    expect(lines.slice(1).map((cells) => [cells[0], cells.at(-1)])).toEqual(
      [1, 2, 3, 4].map((number) => [made[number], String(number)]),
    );
    await expect(exportTrainingRuns(ctx(), { ...ask, filter: "metrics.auc >" })).rejects.toThrow();
  });
});
