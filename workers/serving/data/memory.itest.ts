import { afterAll, beforeAll, expect, inject, test } from "vitest";
import { testStores } from "@/lib/testing";
import { freePort } from "../../stores/ports";
import { type ServingProcess, startServingProcess } from "../testing/process";
import { download, runOfTask, upload, uploadInParts } from "../testing/transfer";
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

test("so does an MLflow artifact, in one request and in parts, whole and by ranges", async () => {
  const { headers } = await runningTask(stores);
  const { folder, at } = await runOfTask({ url: serving.url, headers });
  const sent = await upload({ url: `${at}/whole.bin`, headers }, SIZE_BYTES);
  expect(await download({ url: `${at}/whole.bin`, headers })).toMatchObject({
    sizeBytes: SIZE_BYTES,
    sha256: sent.sent,
  });
  const range = { ...headers, range: `bytes=${SIZE_BYTES - 100}-` };
  expect((await download({ url: `${at}/whole.bin`, headers: range })).sizeBytes).toBe(100);
  const size = { sizeBytes: SIZE_BYTES, partBytes: 10 * 1024 * 1024 };
  const parts = await uploadInParts({ url: serving.url, headers }, folder, "/home/me/parts.bin", size);
  expect(await download({ url: `${at}/parts.bin`, headers })).toMatchObject({
    sizeBytes: SIZE_BYTES,
    sha256: parts.sha256,
  });
  expect(serving.peakBytes()).toBeLessThan(BOUND_BYTES);
}, 180_000);
