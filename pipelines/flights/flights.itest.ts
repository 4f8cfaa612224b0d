import { join } from "node:path";
import { beforeAll, describe, expect, it } from "vitest";
import { listRunArtifacts } from "@/lib/artifacts";
import { guardChampion } from "@/lib/demo/guard-champion";
import { CHAMPION } from "@/lib/demo/schema";
import { listPromotions, listVersions } from "@/lib/models";
import { systemCtx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { tick } from "@/lib/scheduler";
import { testStores } from "@/lib/testing";
import { createLoader } from "@/workers/scheduler/folder/loader";
import { testWorker } from "@/workers/tasks/testing";
import { keys } from "./data/keys";

/** Loading, the worker, the data plane and the stores are the product's own: only the clock's ticks are ours. */
const stores = testStores();
const PATIENCE_MS = 120_000;
const TICK_MS = 200;
const FIRST = "2001-01-01";
const DAY = "2001-01-03";
const TASKS = ["features", "ingest", "manifest", "report", "train", "validate"];

const { ctx, state, ended: over, linesOf } = testWorker(stores, { concurrency: 2 });

beforeAll(async () => {
  await createLoader(systemCtx(stores, "pipelines folder"), join(process.cwd(), "pipelines")).look();
  await guardChampion(ctx());
}, PATIENCE_MS);

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

describe("the flights pipeline", () => {
  it(
    "runs a day by itself, and the first day beside it, to a report and a manifest",
    async () => {
      const [dayRun, firstRun] = [await start(DAY), await start(FIRST)];
      const [day, first] = await Promise.all([ended(dayRun), ended(firstRun)]);

      expect(day.states, await day.log()).toEqual(all("success"));
      expect(day.resultOf("ingest")).toMatchObject({ day: DAY, rows: 16_948 });
      expect(day.resultOf("validate")).toMatchObject({ ok: true, rows: 16_948 });
      expect(day.resultOf("features")).toMatchObject({ history_days: 2, as_of: `${DAY}T00:00:00Z` });
      expect(day.resultOf("train")).toMatchObject({ days: 2, rows: 14_828 + 16_850 });
      const holdout = JSON.parse(await textOf(keys.holdout(DAY)));
      expect(holdout).toMatchObject({ day: DAY, rows: 16_948 });
      expect(holdout.auc).toBeGreaterThan(0.6);
      expect(holdout.log_loss).toBeLessThan(holdout.baseline_log_loss);

      const artifacts = (await listRunArtifacts(ctx(), { run_id: dayRun })).data;
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

      expect(first.states, await first.log()).toEqual(all("success"));
      expect(await first.log()).toContain("no day before it to learn from");
      expect(first.resultOf("report")).toMatchObject({ day: FIRST, auc: 0.5 });
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
      [FIRST, "FINISHED"],
      [DAY, "FINISHED"],
    ]);
    const [, day] = runs;
    const attempt = await prisma.taskAttempt.findUniqueOrThrow({ where: { id: day?.attemptId ?? "" } });
    expect(attempt.taskId).toBe("train");
    const metrics = Object.fromEntries(day?.metrics.map(({ key, value }) => [key, value]) ?? []);
    expect(metrics).toMatchObject({ rows: 16_948, auc: JSON.parse(await textOf(keys.holdout(DAY))).auc });
    expect(Object.keys(metrics)).toEqual(expect.arrayContaining(["fit/loss", "training/auc", "log_loss"]));
    const params = Object.fromEntries(day?.params.map(({ key, value }) => [key, value]) ?? []);
    expect(params).toMatchObject({ trained_from: FIRST, trained_to: DAY, days: "2", columns: "51" });

    const hex = (id: string | undefined) => id?.replaceAll("-", "");
    const { data } = await listVersions(ctx(), { name: "flight-delay" });
    expect(new Set(data.map(({ run_id }) => run_id))).toEqual(new Set(runs.map(({ id }) => hex(id))));
    // Guessing gives 0.5, so whichever came first, the day that learned is the one to use.
    const champion = data.filter(({ aliases }) => aliases.includes("champion"));
    expect(champion.map(({ run_id }) => run_id)).toEqual([hex(day?.id)]);
    const { data: promotions } = await listPromotions(ctx(), { name: "flight-delay" });
    expect(promotions.map(({ expression }) => expression)).toEqual([
      CHAMPION.expression,
      CHAMPION.expression,
    ]);
    const promoted = promotions.find(({ version }) => version === champion[0]?.number);
    expect(promoted).toMatchObject({ state: "applied", verdict: { passed: true } });
  });

  it(
    "run again, with days stored in between, makes the same model byte for byte",
    async () => {
      const before = await textOf(`models/flights/date=${DAY}/SHA256SUMS`);
      const again = await ended(await start(DAY));
      expect(again.states).toEqual(all("success"));
      expect(await again.log()).toContain("1 days from objects, 1 from the source");
      expect(await textOf(`models/flights/date=${DAY}/SHA256SUMS`)).toBe(before);
    },
    PATIENCE_MS,
  );
});
