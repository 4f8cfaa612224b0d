import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { testStores } from "@/lib/testing";
import { freePort } from "../../stores/ports";
import { type ServingProcess, startServingProcess } from "../testing/process";
import { download, upload } from "../testing/transfer";
import { runningTask } from "./testing";

const stores = testStores();
/** What the process may hold whatever it moves; npm run bench -- artifacts shows the same for 5 GB. */
const BOUND_BYTES = 200 * 1024 * 1024;
const SIZE_BYTES = 256 * 1024 * 1024 + 17;
let serving: ServingProcess;

beforeAll(async () => {
  const { DATABASE_URL, REDIS_URL, S3_BUCKET, GWANJE_SECRET } = stores.env;
  serving = await startServingProcess(await freePort(), {
    ...inject("stores"),
    DATABASE_URL,
    REDIS_URL,
    S3_BUCKET,
    GWANJE_SECRET,
  });
});
afterAll(() => serving.stop());

test("256 MB go up and down through the serving process, which never holds 200 MB", async () => {
  const { headers } = await runningTask(stores);
  const target = { url: `${serving.url}/data/artifacts/large.bin`, headers };
  const sent = await upload(target, SIZE_BYTES);
  expect(sent).toMatchObject({ sizeBytes: SIZE_BYTES, sha256: sent.sent });
  const got = await download(target);
  expect(got).toMatchObject({ sizeBytes: SIZE_BYTES, sha256: sent.sent });
  expect(serving.peakBytes()).toBeLessThan(BOUND_BYTES);
}, 180_000);
