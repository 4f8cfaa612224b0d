import { freePort } from "../../stores/ports";
import { type StoreVersions, startOwnStores } from "../../stores/testing";
import { runningTask } from "../data/testing";
import { startServingProcess } from "./process";
import { download, runOfTask, upload, uploadInParts } from "./transfer";

export { download, upload } from "./transfer";

/** The ways by which an artifact comes and goes. */
export const ROUTES = ["task artifact", "MLflow artifact", "MLflow artifact in parts"] as const;
type Route = (typeof ROUTES)[number];
export type Moved = {
  route: Route;
  uploadMs: number;
  downloadMs: number;
  /** The most that the serving process has held from its start on, which no later route undoes. */
  peakBytes: number;
};
export type Measured = { moved: Moved[]; startBytes: number; stores: StoreVersions };

const PART_BYTES = 10 * 1024 * 1024;

/**
 * One artifact up and down by each route through one serving process on embedded stores, checked at both ends by SHA-256. The
 * client and the object store share this machine, and with it its cores and its disk, with the process that is measured.
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
    const startBytes = serving.peakBytes();
    const { folder, at } = await runOfTask({ url: serving.url, headers });
    const moved: Moved[] = [];
    for (const route of ROUTES) {
      say(`${route}: sending ${sizeBytes} bytes`);
      const name = route.replaceAll(" ", "-");
      const url = route === "task artifact" ? `${serving.url}/data/artifacts/${name}` : `${at}/${name}`;
      const inParts = route === "MLflow artifact in parts";
      const sent = inParts
        ? await uploadInParts({ url: serving.url, headers }, folder, name, {
            sizeBytes,
            partBytes: PART_BYTES,
          })
        : await upload({ url, headers }, sizeBytes);
      say(`${route}: sent in ${Math.round(sent.ms)} ms; reading them back`);
      const got = await download({ url, headers });
      if (
        got.sha256 !== sent.sha256 ||
        got.sizeBytes !== sizeBytes ||
        ("sent" in sent && sent.sent !== got.sha256)
      )
        throw new Error(`${route}: what came back is not what was sent`);
      moved.push({ route, uploadMs: sent.ms, downloadMs: got.ms, peakBytes: serving.peakBytes() });
    }
    return { moved, startBytes, stores: await stores.versions() };
  } finally {
    await serving.stop();
    await stores.stop();
  }
}
