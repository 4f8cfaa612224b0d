import { createReadStream } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { createEndpoint } from "@/lib/endpoints";
import { classifier, mlmodel } from "@/lib/endpoints/testing";
import { createRun } from "@/lib/experiments";
import { runOf } from "@/lib/experiments/testing";
import { startJobs } from "@/lib/jobs";
import { keepLongJobs } from "@/lib/long-jobs";
import { createModel, createVersion } from "@/lib/models";
import { type Ctx, systemCtx } from "@/lib/platform/context";
import { withFolder } from "@/lib/point-in-time/testing";
import { startOwnStores } from "@/workers/stores/testing";
import { batchLane, batchOutput, batchPreparation, getBatchPrediction, startBatch } from "../index";

const WIDTH = 20;
const LOOK_MS = 100;
const MODEL = "flights";
const weights = Array.from({ length: WIDTH }, (_, at) => (at - 10) / 50);
const names = weights.map((_, at) => `x${at}`);

/** Stores, a logistic regression of flights and a parquet file of so many rows, with the jobs that answer it in this process. */
export async function startMeasuring(given: { rows: number; lanes: number; program: string }) {
  const own = await startOwnStores("batch");
  const { deps } = own;
  await deps.storage.ensureBucket();
  const ctx = systemCtx(deps, "bench");
  const bytes = classifier(weights);
  await register(ctx, bytes);
  const columns = names.map((name, at) => `sin(i * ${at + 1}) * 100 AS ${name}`);
  await withFolder(async ({ dir, file }) => {
    await file(
      "f.parquet",
      `SELECT 'KE' || i AS flight, ${columns.join(", ")} FROM range(${given.rows}) AS t(i)`,
    );
    await deps.storage.putStream("flights.parquet", createReadStream(join(dir, "f.parquet")));
  });
  const engine = { program: given.program, memoryMb: 1_024, threads: 2, deadlineMs: 600_000 };
  const keeper = keepLongJobs(deps, [batchPreparation(engine), batchLane, batchOutput(engine)], {
    concurrency: given.lanes,
  });
  const jobs = startJobs(deps, [keeper.job]);
  return {
    stores: await own.versions(),
    /** Seconds from the request to the end. */
    async batch(rows_per_run: number): Promise<number> {
      const from = performance.now();
      const source = { path: `s3://${deps.storage.bucket}/flights.parquet` };
      const { id } = await startBatch(ctx, {
        ...{ endpoint: MODEL, source, format: "parquet" as const, key_columns: ["flight"], rows_per_run },
      });
      for (;;) {
        const { state, error, rows_failed } = await getBatchPrediction(ctx, { id });
        if (state === "failed" || rows_failed > 0) throw new Error(error ?? "Rows have no answer");
        if (state === "succeeded") return (performance.now() - from) / 1_000;
        await new Promise((resolve) => setTimeout(resolve, LOOK_MS));
      }
    },
    /** Seconds for so many rows, one after the other. */
    async bare(rows: number): Promise<number> {
      const load = createRequire(join(process.cwd(), "package.json"));
      const ort = load("onnxruntime-node") as typeof import("onnxruntime-node");
      const session = await ort.InferenceSession.create(bytes, {
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
      });
      const from = performance.now();
      for (let row = 0; row < rows; row++) {
        const data = Float32Array.from(names, (_, at) => Math.sin(row * (at + 1)) * 100);
        await session.run({ features: new ort.Tensor("float32", data, [1, WIDTH]) });
      }
      const seconds = (performance.now() - from) / 1_000;
      await session.release();
      return seconds;
    },
    async stop() {
      await jobs.stop();
      await keeper.stop();
      await own.stop();
    },
  };
}

async function register(ctx: Ctx, bytes: Uint8Array): Promise<void> {
  const run_id = runOf(await createRun(ctx, { experiment_id: "0" })).info.run_id;
  const files = { MLmodel: mlmodel(names.map((name) => ({ name, type: "double" }))), "model.onnx": bytes };
  for (const [name, content] of Object.entries(files))
    await ctx.storage.putBytes(`experiments/runs/${run_id}/model/${name}`, content);
  await createModel(ctx, { name: MODEL });
  await createVersion(ctx, { name: MODEL, source: `runs:/${run_id}/model`, run_id });
  await createEndpoint(ctx, { name: MODEL, variant: { model: MODEL, version: 1 } });
}
