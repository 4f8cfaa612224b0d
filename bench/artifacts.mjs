// One artifact of 5 GB up and down through the serving process by each route (a task's, MLflow's, MLflow's in parts), with the
// most memory it ever held; and the same bytes by the same client through a bare Node server, to a file on the same disk and
// back.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { bundle } from "../scripts/bundle.mjs";
import { figure } from "./support/report.mjs";

const SIZE_BYTES = 5_000_000_000;
const MEMORY_AIM_MB = 200;

/** One round only, also when more are asked for: the figure that matters is a peak, and a round moves 10 GB over the disk four times. */
export async function bench({ root, say }) {
  const outdir = join(root, "dist", "run");
  await bundle([join(root, "workers/serving/testing/measure.ts")], outdir);
  const { measureTransfers, upload, download } = await import(pathToFileURL(join(outdir, "measure.js")).href);
  const { stores, startBytes, moved } = await measureTransfers(SIZE_BYTES, say);
  say("the same through a bare server");
  const bare = await withBareStore(root, async (url) => {
    const target = { url, headers: {} };
    const { ms: uploadMs } = await upload(target, SIZE_BYTES);
    const { ms: downloadMs } = await download(target);
    return { uploadMs, downloadMs };
  });
  const speed = (ms) => SIZE_BYTES / 1e6 / (ms / 1000);
  const mb = (bytes) => bytes / 1e6;
  const aim = { aim: MEMORY_AIM_MB };
  const against = (ms) => ({
    better: "higher",
    bare: { name: "a file behind a bare server", samples: [speed(ms)] },
  });
  return {
    stores,
    figures: [
      ...moved.flatMap(({ route, uploadMs, downloadMs }) => [
        figure(`${route}, upload of 5 GB`, "MB/s", [speed(uploadMs)], against(bare.uploadMs)),
        figure(`${route}, download of 5 GB`, "MB/s", [speed(downloadMs)], against(bare.downloadMs)),
      ]),
      figure("serving process before", "MB", [mb(startBytes)]),
      ...moved.map(({ route, peakBytes }) =>
        figure(`serving process, peak until then, ${route}`, "MB", [mb(peakBytes)], aim),
      ),
    ],
  };
}

/** In a process of its own, as ours is. */
async function withBareStore(root, work) {
  const dir = mkdtempSync(join(root, ".test", "bare-"));
  const script = join(root, "bench", "support", "bare-store.mjs");
  const child = spawn(process.execPath, [script, join(dir, "file.bin")], {
    stdio: ["pipe", "pipe", "inherit"],
  });
  try {
    const [port] = await once(child.stdout, "data");
    return await work(`http://127.0.0.1:${String(port).trim()}`);
  } finally {
    child.stdin.end();
    await once(child, "exit");
    rmSync(dir, { recursive: true, force: true });
  }
}
