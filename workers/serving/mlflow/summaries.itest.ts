import { describe, expect, test } from "vitest";
import { testStores } from "@/lib/testing";
import { testMlflow } from "./testing";

const stores = testStores();
const { send, post } = testMlflow(stores);
const AJAX = "/mlflow/ajax-api/2.0/mlflow";
const newExperiment = async (name: string): Promise<string> =>
  (await post("/experiments/create", { name })).body.experiment_id;
const newRun = async (experiment_id = "0"): Promise<string> =>
  (await post("/runs/create", { experiment_id })).body.run.info.run_id;
const search = (experiment_ids: unknown, base?: string) =>
  post("/experiments/search-datasets", { experiment_ids }, base);

describe("experiments/search-datasets", () => {
  const read = (run_id: string, name: string, context: string | null) =>
    post("/runs/log-inputs", {
      run_id,
      datasets: [
        {
          dataset: { name, digest: "d1" },
          tags: context ? [{ key: "mlflow.data.context", value: context }] : [],
        },
      ],
    });

  test("says once what runs read, by experiment and context, and leaves deleted runs out", async () => {
    const [one, other] = [await newExperiment("datasets one"), await newExperiment("datasets other")];
    expect((await search([one])).body).toEqual({});
    const runs = [await newRun(one), await newRun(one), await newRun(one), await newRun(other)] as const;
    await read(runs[0], "flights", "train");
    await read(runs[1], "flights", "train");
    await read(runs[2], "flights", "eval");
    await read(runs[3], "weather", null);
    const flights = { experiment_id: one, name: "flights", digest: "d1" };
    const weather = { experiment_id: other, name: "weather", digest: "d1" };
    for (const base of [undefined, AJAX])
      expect((await search([one, other], base)).body).toEqual({
        dataset_summaries: [{ ...flights, context: "eval" }, { ...flights, context: "train" }, weather],
      });
    await post("/runs/delete", { run_id: runs[2] });
    expect((await search([one])).body.dataset_summaries).toEqual([{ ...flights, context: "train" }]);
  });

  test("takes 1 to 20 experiments; what is none has no data", async () => {
    expect((await search(["none", "999999"])).body).toEqual({});
    for (const ids of [[], Array.from({ length: 21 }, (_, at) => String(at)), [1]])
      expect((await search(ids)).status).toBe(400);
  });
});

describe("metrics/get-history-bulk", () => {
  const bulk = (runs: readonly string[], more: Record<string, string> = {}) =>
    send(
      "GET",
      `${AJAX}/metrics/get-history-bulk?${new URLSearchParams([
        ...runs.map((run): [string, string] => ["run_id", run]),
        ...Object.entries({ metric_key: "loss", ...more }),
      ])}`,
    );
  const point = (value: number, timestamp: number, step = 0) => ({ key: "loss", value, timestamp, step });

  test("gives points run by run, by time, step and value, and no more than asked", async () => {
    const runs = [await newRun(), await newRun()].sort() as [string, string];
    for (const run_id of runs)
      await post("/runs/log-batch", {
        run_id,
        metrics: [point(3, 2), point(2, 1, 9), point(1, 1, 5), { ...point(0, 0), key: "other" }],
      });
    const rows = (run_id: string) =>
      [point(1, 1, 5), point(2, 1, 9), point(3, 2)].map((one) => ({ ...one, run_id }));
    const all = [...rows(runs[0]), ...rows(runs[1])];
    expect((await bulk([runs[1], runs[0], runs[1]])).body).toEqual({ metrics: all });
    expect((await bulk(runs, { max_results: "4" })).body).toEqual({ metrics: all.slice(0, 4) });
    expect((await bulk([runs[0]], { metric_key: "other" })).body.metrics).toHaveLength(1);
  });

  test("knows nothing of runs that are not there, and keeps to its limits", async () => {
    expect((await bulk(["0".repeat(32), "none"])).body).toEqual({});
    for (const [runs, more] of [
      [[], {}],
      [Array.from({ length: 101 }, () => "x"), {}],
      [["x"], { max_results: "25001" }],
      [["x"], { max_results: "0" }],
      [["x"], { metric_key: "" }],
    ] as const)
      expect((await bulk(runs, more)).status).toBe(400);
  });
});
