import { mkdirSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import S3rver from "s3rver";
import account from "s3rver/lib/models/account.js";
import type { KeptServer } from "../keep-server";
import { keepOrFindPort } from "../ports";
import type { StoreContext } from "../store";
import { DiskStore } from "./disk-store";
import { gate } from "./gate";
import { closingFiles } from "./request-files";

/** s3rver's own well-known pair of credentials. */
const WELL_KNOWN_KEY = "S3RVER";

/** What a sweep could not remove is there for the next. */
const SWEEP_MS = 3_600_000;

export async function startS3(ctx: StoreContext, lastUrl: string | undefined): Promise<KeptServer> {
  const directory = ctx.home.path("s3");
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const keys = { accessKeyId: ctx.secrets.s3AccessKeyId, secretAccessKey: ctx.secrets.s3SecretAccessKey };
  account.DUMMY_ACCOUNT.revokeAccessKey(WELL_KNOWN_KEY);
  account.DUMMY_ACCOUNT.createKeyPair(keys.accessKeyId, keys.secretAccessKey);
  const store = new DiskStore(directory, !ctx.throwAway);
  await store.sweep(new Date());
  setInterval(() => store.sweepUploads(new Date()).catch(() => {}), SWEEP_MS).unref();
  const s3 = new S3rver({ directory, silent: true, vhostBuckets: false });
  s3.store = store;
  s3.context.store = store;
  return listen(gate(store, keys, closingFiles(s3.callback())), await keepOrFindPort(lastUrl));
}

async function listen(handler: RequestListener, port: number): Promise<KeptServer> {
  // No request time-out: uploading many gigabytes over a slow line is legitimate.
  const server = createServer({ requestTimeout: 0 }, handler);
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  return {
    url: `http://127.0.0.1:${port}`,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}
