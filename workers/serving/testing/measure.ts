import { freePort } from "../../stores/ports";
import { type StoreVersions, startOwnStores } from "../../stores/testing";
import { runningTask } from "../data/testing";
import { startServingProcess } from "./process";
import { download, upload } from "./transfer";

export { download, upload } from "./transfer";

export type Measured = {
  uploadMs: number;
  downloadMs: number;
  /** Of the serving process: before, after the upload, after the download. The last two are peaks. */
  startBytes: number;
  uploadPeakBytes: number;
  peakBytes: number;
  stores: StoreVersions;
};

/**
 * One artifact up and down through a serving process on embedded stores, checked at both ends by SHA-256. The client and
 * the object store share this machine, and with it its cores and its disk, with the process that is measured.
 */
export async function measureTransfers(
  sizeBytes: number,
  say: (line: string) => void = () => {},
): Promise<Measured> {
  const stores = await startOwnStores("transfers");
  const { deps, env } = stores;
  await deps.storage.ensureBucket();
  const serving = await startServingProcess(await freePort(), {
    DATABASE_URL: env.DATABASE_URL,
    REDIS_URL: env.REDIS_URL,
    S3_ENDPOINT: env.S3_ENDPOINT,
    S3_ACCESS_KEY_ID: env.S3_ACCESS_KEY_ID,
    S3_SECRET_ACCESS_KEY: env.S3_SECRET_ACCESS_KEY,
    GWANJE_SECRET: env.GWANJE_SECRET,
  });
  try {
    const { headers } = await runningTask(deps);
    const target = { url: `${serving.url}/data/artifacts/large.bin`, headers };
    const startBytes = serving.peakBytes();
    say(`sending ${sizeBytes} bytes`);
    const sent = await upload(target, sizeBytes);
    const uploadPeakBytes = serving.peakBytes();
    say(`sent in ${Math.round(sent.ms)} ms; reading them back`);
    const got = await download(target);
    for (const { sha256, sizeBytes: counted } of [sent, got]) {
      if (sha256 !== sent.sent || counted !== sizeBytes)
        throw new Error("What came back is not what was sent");
    }
    const peakBytes = serving.peakBytes();
    return {
      uploadMs: sent.ms,
      downloadMs: got.ms,
      startBytes,
      uploadPeakBytes,
      peakBytes,
      stores: await stores.versions(),
    };
  } finally {
    await serving.stop();
    await stores.stop();
  }
}
