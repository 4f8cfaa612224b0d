// One artifact of 5 GB up and down through the serving process, with the most memory it ever held; and the same bytes by the
// same client through a bare Node server, to a file on the same disk and back.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
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
  const { measureTransfers, upload, download } = await import(pathToFileURL(join(outdir, "measure.js")).href);
  const { stores, ...measured } = await measureTransfers(SIZE_BYTES, say);
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
      figure("upload of 5 GB", "MB/s", [speed(measured.uploadMs)], against(bare.uploadMs)),
      figure("download of 5 GB", "MB/s", [speed(measured.downloadMs)], against(bare.downloadMs)),
      figure("serving process before", "MB", [mb(measured.startBytes)]),
      figure("serving process, peak of the upload", "MB", [mb(measured.uploadPeakBytes)], aim),
      figure("serving process, peak of both", "MB", [mb(measured.peakBytes)], aim),
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
