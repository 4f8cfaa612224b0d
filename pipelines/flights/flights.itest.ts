import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { listRunArtifacts } from "@/lib/artifacts";
import { batchLane, batchOutput, batchPreparation } from "@/lib/batch-predictions";
import { guardChampion } from "@/lib/demo/guard-champion";
import { CHAMPION } from "@/lib/demo/schema";
import { readDrift } from "@/lib/drift";
import { closeModels, getEndpoint } from "@/lib/endpoints";
import { auditView, featureAudit, listAudits, materialization, trainingSet } from "@/lib/features";
import { testEngine } from "@/lib/features/testing";
import { startJobs } from "@/lib/jobs";
import { keepLongJobs } from "@/lib/long-jobs";
import { workOff } from "@/lib/long-jobs/testing";
import { listPromotions, listVersions } from "@/lib/models";
import { systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { withFolder } from "@/lib/point-in-time/testing";
import { drainPredictions, readQuality } from "@/lib/predictions";
import { triggerRun } from "@/lib/runs";
import { tick } from "@/lib/scheduler";
import { testStores } from "@/lib/testing";
import { createLoader } from "@/workers/scheduler/folder/loader";
import { tokenOf } from "@/workers/serving/mlflow/testing";
import { testWorker } from "@/workers/tasks/testing";
import { ENTITIES } from "./data/feature-window";
import { keys } from "./data/keys";

/** Loading, workers, long jobs, the data plane and the stores are the product's own: only the clock's ticks are ours. */
const stores = testStores();
const PATIENCE_MS = 900_000;
const TICK_MS = 500;
const LOOK_MS = 100;
const MINUTE_MS = 60_000;
const FIRST = "2001-01-01";
/** The storm lasted from the 24th to the 25th. */
const [DAY, STORM, AFTER] = ["2001-02-23", "2001-02-24", "2001-02-25"] as const;
const TASKS = [
  ...["features", "feedback", "ingest", "manifest", "materialize"],
  ...["predict", "report", "train", "validate"],
];

const { ctx, state, ended: over, linesOf } = testWorker(stores, { concurrency: 2 });
const engine = testEngine();
let jobs: { stop(): Promise<void> }[] = [];

beforeAll(async () => {
  await createLoader(systemCtx(stores, "pipelines folder"), join(process.cwd(), "pipelines")).look();
  await guardChampion(ctx());
  const features = [materialization(engine), trainingSet(engine)];
  const batches = [batchPreparation(engine), batchLane, batchOutput(engine)];
  const keeper = keepLongJobs(stores, [...features, ...batches], {
    process: "test",
    wake: (rouse) => {
      const timer = setInterval(rouse, LOOK_MS);
      return () => clearInterval(timer);
    },
  });
  jobs = [startJobs(stores, [keeper.job], { process: "test" }), keeper];
}, PATIENCE_MS);
afterAll(async () => {
  for (const one of jobs) await one.stop();
  await closeModels(stores);
});

async function start(date: string): Promise<string> {
  const { id } = await triggerRun(ctx(), { dag_id: "flights", params: { date }, run_key: newId("run") });
  return id;
}

async function ended(runId: string) {
  const ticking = setInterval(() => void tick(stores, state.queue, new Date()), TICK_MS);
  const run = await over(runId, PATIENCE_MS).finally(() => clearInterval(ticking));
  const states = Object.fromEntries(run.tasks.map((task) => [task.task_id, task.state]));
  const resultOf = (taskId: string) => run.tasks.find((task) => task.task_id === taskId)?.result;
  const log = async () => {
    const logs = await Promise.all(run.tasks.flatMap((task) => task.attempts).map(({ id }) => linesOf(id)));
    return logs.flatMap((lines) => lines.map((line) => line.m)).join("\n");
  };
  return { states, resultOf, log };
}

const textOf = async (key: string) => String(await stores.storage.getBytes(key));
const all = (state: string) => Object.fromEntries(TASKS.map((task) => [task, state]));

/** Rows of an object, each as JSON. */
async function rowsOf(key: string, columns: string): Promise<Record<string, unknown>[]> {
  const bytes = await stores.storage.getBytes(key);
  if (!bytes) throw new Error(`There is no object ${key}`);
  return withFolder(async ({ dir, rows }) => {
    await writeFile(join(dir, "object.parquet"), bytes);
    const found = await rows(
      `SELECT to_json(t)::VARCHAR FROM (SELECT ${columns} FROM read_parquet('${dir}/object.parquet')) t`,
    );
    return found.map(([text]) => JSON.parse(String(text)));
  });
}

describe("the flights pipeline", () => {
  const done: Record<string, Awaited<ReturnType<typeof ended>>> = {};
  const runs: Record<string, string> = {};
  /** When the endpoint was asked for a day. */
  const asked: Record<string, Date> = {};
  const run = async (date: string) => {
    const id = await start(date);
    runs[date] = id;
    done[date] = await ended(id);
    expect(done[date].states, await done[date].log()).toEqual(all("success"));
  };

  it(
    "runs a day by itself, and the next one, to a report, a manifest and predictions",
    async () => {
      asked[STORM] = stores.clock.now();
      await run(DAY);
      stores.clock.advance(MINUTE_MS);
      asked[AFTER] = stores.clock.now();
      await run(STORM);
      const day = done[DAY];
      expect(day?.resultOf("ingest")).toMatchObject({ day: DAY, rows: 16_909 });
      expect(day?.resultOf("validate")).toMatchObject({ ok: true, rows: 16_909 });
      expect(day?.resultOf("features")).toMatchObject({ days_written: 54, as_of: `${STORM}T00:00:00Z` });
      expect(day?.resultOf("train")).toMatchObject({ days: 28 });
      expect(day?.resultOf("feedback")).toMatchObject({ labels: 0 });
      const holdout = JSON.parse(await textOf(keys.holdout(DAY)));
      expect(holdout.auc).toBeGreaterThan(0.6);
      expect(holdout.log_loss).toBeLessThan(holdout.baseline_log_loss);

      const artifacts = (await listRunArtifacts(ctx(), { run_id: runs[DAY] ?? "" })).data;
      expect(artifacts.map((artifact) => `${artifact.task_id}/${artifact.path}`)).toEqual([
        "manifest/SHA256SUMS.txt",
        "report/holdout.json",
        "report/report.html",
        "train/metrics.json",
        "train/model.onnx",
        "validate/validation.json",
      ]);
      const manifest = await textOf(`models/flights/date=${DAY}/SHA256SUMS`);
      const model = artifacts.find((artifact) => artifact.path === "model.onnx");
      expect(manifest).toContain(`${model?.sha256}  ${keys.model(DAY)}`);
      expect(manifest.trim().split("\n")).toHaveLength(8);
      expect(done[STORM]?.resultOf("features")).toMatchObject({ days_written: 2 });
    },
    PATIENCE_MS,
  );

  it("logs each day as a run and registers its model; one of them is the champion", async () => {
    const { prisma } = stores.db;
    const runs = await prisma.experimentRun.findMany({
      where: { experiment: { name: "flights" } },
      include: { metrics: true, params: true, tags: true },
      orderBy: { name: "asc" },
    });
    expect(runs.map(({ name, status }) => [name, status])).toEqual([
      [DAY, "FINISHED"],
      [STORM, "FINISHED"],
    ]);
    const day = runs.find(({ name }) => name === DAY);
    const attempt = await prisma.taskAttempt.findUniqueOrThrow({ where: { id: day?.attemptId ?? "" } });
    expect(attempt.taskId).toBe("train");
    const metrics = Object.fromEntries(day?.metrics.map(({ key, value }) => [key, value]) ?? []);
    expect(metrics).toMatchObject({ auc: JSON.parse(await textOf(keys.holdout(DAY))).auc });
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(["fit/loss", "training/auc", "log_loss"]));
    const params = Object.fromEntries(day?.params.map(({ key, value }) => [key, value]) ?? []);
    expect(params).toMatchObject({ trained_from: "2001-01-26", trained_to: DAY, days: "28", columns: "51" });
    expect(
      await stores.storage.getBytes(`features/training-sets/${params.training_set}/manifest.json`),
    ).not.toBeNull();

    const hex = (id: string | undefined) => id?.replaceAll("-", "");
    const { data } = await listVersions(ctx(), { name: "flight-delay" });
    expect(new Set(data.map(({ run_id }) => run_id))).toEqual(new Set(runs.map(({ id }) => hex(id))));
    const champion = data.filter(({ aliases }) => aliases.includes("champion"));
    expect(champion).toHaveLength(1);
    const { data: promotions } = await listPromotions(ctx(), { name: "flight-delay" });
    expect(new Set(promotions.map(({ expression }) => expression))).toEqual(new Set([CHAMPION.expression]));
    const promoted = promotions.find(({ version }) => version === champion[0]?.number);
    expect(promoted).toMatchObject({ state: "applied", verdict: { passed: true } });
  });

  it("serves the champion with features joined, as the batch of the same day has it", async () => {
    const endpoint = await getEndpoint(ctx(), { name: "flight-delay" });
    expect(endpoint).toMatchObject({
      feature_service: "flight_delay",
      variants: [{ model: "flight-delay", alias: "champion", percent: 100 }],
    });
    // Of the day that the last run predicted; what is online is of its morning.
    const predicted = await rowsOf(
      keys.predictions(AFTER),
      "flight::INT AS flight, origin, destination, weekday::INT AS weekday, distance, probabilities",
    );
    const hours = new Map(
      (await rowsOf(keys.schedule(AFTER), "flight::INT AS flight, hour::INT AS hour")).map(
        ({ flight, hour }) => [flight, hour],
      ),
    );
    const some = predicted.filter((_, at) => at % 600 === 0);
    expect(some.length).toBeGreaterThan(20);
    const token = await tokenOf(stores, ["predictions:run"]);
    // A row of a batch is a request of its own.
    const answers = await Promise.all(
      some.map(async ({ flight, origin, destination, weekday, distance }) => {
        const row = { origin, destination, hour: hours.get(flight), weekday, distance };
        const response = await fetch(`${state.served.url}/predict/flight-delay`, {
          method: "POST",
          headers: { authorization: `Bearer ${token}` },
          body: JSON.stringify({ instances: [row] }),
        });
        return (await response.json()).predictions[0].probabilities;
      }),
    );
    expect(answers).toEqual(some.map(({ probabilities }) => probabilities));
  });

  it("has nothing online that its files do not say", async () => {
    for (const entity of ENTITIES) {
      const name = `${entity}_delays`;
      await auditView(ctx(), { name });
      await workOff(stores, [featureAudit(engine)]);
      const [audit] = (await listAudits(ctx(), { name })).data;
      expect(audit).toMatchObject({ as_of: "2001-02-26T00:00:00.000Z", newer: 0 });
      expect(audit?.sampled).toBeGreaterThan(200);
      for (const feature of audit?.features ?? []) expect(feature).toMatchObject({ mismatched: 0 });
    }
  });

  it("was told what came true: of the storm the endpoint had said too little", async () => {
    await drainPredictions(stores);
    const asked = Number(Reflect.get(Object(done[DAY]?.resultOf("predict")), "asked"));
    expect(asked).toBeGreaterThan(800);
    expect(done[STORM]?.resultOf("feedback")).toMatchObject({ became: { joined: expect.any(Number) } });
    const { labels, data } = await readQuality(ctx(), { endpoint: "flight-delay" });
    // A few delays of a day cannot be true, and are no labels.
    expect(labels).toBeGreaterThan(asked - 10);
    const error = (bins: readonly { count: number; said: number; rate: number }[]) =>
      bins.reduce((sum, { count, said, rate }) => sum + count * Math.abs(said - rate), 0) /
      bins.reduce((sum, { count }) => sum + count, 0);
    const storm = error(
      data.flatMap(({ calibration }) =>
        calibration.map(({ count, mean_score, rate }) => ({ count, said: mean_score, rate })),
      ),
    );
    // The same model of the day before.
    const { calibration } = JSON.parse(await textOf(keys.holdout(DAY)));
    const before = error(
      calibration.map((bin: { rows: number; mean_predicted: number; observed: number }) => ({
        ...{ count: bin.rows, said: bin.mean_predicted, rate: bin.observed },
      })),
    );
    expect(storm).toBeGreaterThan(2 * before);
  });

  it("was given delays of the storm, which its training set does not have", async () => {
    const shiftOf = async (day: string) => {
      const at = asked[day] ?? new Date(0);
      const from = at.toISOString();
      const to = new Date(at.getTime() + MINUTE_MS / 2).toISOString();
      const drift = await readDrift(ctx(), { endpoint: "flight-delay", from, to, min_rows: 500 });
      expect(drift.reference).toMatchObject({ kind: "training_set", found_by: "lineage" });
      return drift.inputs.find(({ name }) => name.endsWith("route_delay_1d"));
    };
    const [calm, stormy] = [await shiftOf(STORM), await shiftOf(AFTER)];
    expect(calm?.psi).toBeLessThan(0.25);
    expect(stormy?.level).toBe("large");
    expect(stormy?.psi).toBeGreaterThan(2 * (calm?.psi ?? 0));
  });

  it(
    "runs the first day of all, before which there is nothing, without a change of what is served",
    async () => {
      await run(FIRST);
      expect(await done[FIRST]?.log()).toContain("no day before it to learn from");
      expect(await done[FIRST]?.log()).toContain(`Features of ${AFTER} are online, not those of 2001-01-02`);
      expect(done[FIRST]?.resultOf("report")).toMatchObject({ day: FIRST, auc: 0.5, champion: false });
      expect(done[FIRST]?.resultOf("predict")).toMatchObject({
        next: "2001-01-02",
        rows_failed: 0,
        asked: 0,
      });
    },
    PATIENCE_MS,
  );
});
