// One artifact of 5 GB up and down through the serving process, with the most memory it ever held.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../scripts/bundle.mjs";

const SIZE_BYTES = 5_000_000_000;
const MEMORY_AIM_MIB = 200;

/** One round only, whatever was asked: the figure that matters is a peak, and a round moves 10 GB over the disk twice. */
export async function bench({ root, say }) {
  const outdir = join(root, "dist", "run");
  await bundle([join(root, "workers/serving/testing/measure.ts")], outdir);
  const { measureTransfers } = await import(pathToFileURL(join(outdir, "measure.js")).href);
  const { stores, ...measured } = await measureTransfers(SIZE_BYTES, say);
  const speed = (ms) => SIZE_BYTES / 1e6 / (ms / 1000);
  const mib = (bytes) => bytes / 2 ** 20;
  return {
    stores,
    figures: [
      one("serving process before", "MiB", mib(measured.startBytes)),
      one("serving process, peak of the upload", "MiB", mib(measured.uploadPeakBytes), MEMORY_AIM_MIB),
      one("serving process, peak of both", "MiB", mib(measured.peakBytes), MEMORY_AIM_MIB),
      one("upload of 5 GB", "MB/s", speed(measured.uploadMs)),
      one("download of 5 GB", "MB/s", speed(measured.downloadMs)),
    ],
  };
}

function one(name, unit, value, aim = null) {
  const met = aim === null ? null : value <= aim;
  const same = { min: value, median: value, max: value };
  return { name, unit, pick: "median", samples: 1, ...same, value, aim, met, baseline: null };
}
