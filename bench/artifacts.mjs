// One artifact of 5 GB up and down through the serving process, with the most memory it ever held.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { figure } from "./support/report.mjs";

const SIZE_BYTES = 5_000_000_000;
const MEMORY_AIM_MB = 200;

/** One round only, whatever was asked: the figure that matters is a peak, and a round moves 10 GB over the disk twice. */
export async function bench({ root, say }) {
  const outdir = join(root, "dist", "run");
  await bundle([join(root, "workers/serving/testing/measure.ts")], outdir);
  const { measureTransfers } = await import(pathToFileURL(join(outdir, "measure.js")).href);
  const { stores, ...measured } = await measureTransfers(SIZE_BYTES, say);
  const speed = (ms) => SIZE_BYTES / 1e6 / (ms / 1000);
  const mb = (bytes) => bytes / 1e6;
  const aim = { aim: MEMORY_AIM_MB };
  return {
    stores,
    figures: [
      figure("serving process before", "MB", [mb(measured.startBytes)]),
      figure("serving process, peak of the upload", "MB", [mb(measured.uploadPeakBytes)], aim),
      figure("serving process, peak of both", "MB", [mb(measured.peakBytes)], aim),
      figure("upload of 5 GB", "MB/s", [speed(measured.uploadMs)]),
      figure("download of 5 GB", "MB/s", [speed(measured.downloadMs)]),
    ],
  };
}
