// Rows of a batch prediction per minute: a file of flights (20 numbers a row) in the object store, answered to a parquet file
// by as many jobs as there are cores, on stores of its own. The bare peer is the same model on the same rows in one
// process, which asks ONNX Runtime row by row without files, checks and messages.
import { availableParallelism } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { figure } from "./support/report.mjs";

const MINUTE = 60;
const AIM = 1_000_000;

export async function bench({ root, rounds, rows, say }) {
  const outdir = join(root, "dist", "run");
  await bundle([join(root, "lib/batch-predictions/measured/testing.ts")], outdir);
  const { startMeasuring } = await import(pathToFileURL(join(outdir, "testing.js")).href);
  const lanes = Math.min(4, availableParallelism());
  const measuring = await startMeasuring({ rows, lanes, program: join(root, "dist", "feature-query.js") });
  const samples = { single: [], hundred: [], bare: [] };
  try {
    for (let round = 1; round <= rounds; round++) {
      say(`round ${round}: each row a run of its own`);
      samples.single.push(perMinute(rows, await measuring.batch(1)));
      say(`round ${round}: runs of 100 rows`);
      samples.hundred.push(perMinute(rows, await measuring.batch(100)));
      const some = Math.min(rows, 100_000);
      samples.bare.push(perMinute(some, await measuring.bare(some)));
    }
  } finally {
    await measuring.stop();
  }
  const unit = "rows a minute";
  const peer = { name: "ONNX Runtime alone, one process", samples: samples.bare };
  return {
    stores: await measuring.stores,
    figures: [
      figure("a row a run", unit, samples.single, { aim: AIM, better: "higher", bare: peer }),
      figure("100 rows a run", unit, samples.hundred, { aim: AIM, better: "higher" }),
    ],
  };
}

const perMinute = (rows, seconds) => (rows / seconds) * MINUTE;
