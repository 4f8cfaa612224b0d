import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { createLogWriter, createPacker, readLog } from "@/lib/logs";
import { poolSql } from "@/lib/platform/db";
import { createStorage } from "@/lib/platform/storage";
import { testCtx, testStores } from "@/lib/testing";
import { runningTask } from "@/workers/serving/data/testing";
import { chunkName, shipChunks } from "./ship";
import { createSpool } from "./spool";

const stores = testStores();
let dir: string;
beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "gwanje-chunks-"));
});
afterEach(() => rm(dir, { recursive: true, force: true }));

test("a piece that can never be stored holds up nothing behind it, and is set aside, where it stays", async () => {
  const { runId, attemptId } = await runningTask(stores);
  const spool = createSpool(dir);
  const refusals = new Map<string, number>();
  const chunk = (seq: number) => {
    const text = `${JSON.stringify({ n: seq + 1, t: 0, s: "o", m: `line ${seq}` })}\n`;
    return { runId, attemptId, seq, firstLine: seq + 1, lines: 1, sizeBytes: text.length, text };
  };
  // A row that the database refuses.
  const broken = { ...chunk(0), attemptId: "00-not-an-id" };
  await spool.keep(chunkName(broken), broken);
  for (let seq = 1; seq <= 10; seq++) {
    await spool.keep(chunkName(chunk(seq)), chunk(seq));
    expect(await shipChunks(stores, spool, refusals)).toBe(1);
  }
  expect(await spool.names()).toEqual([]);
  expect(await readdir(join(dir, "aside"))).toEqual([`${chunkName(broken)}.json`]);
  const { lines } = await readLog(testCtx(stores), { attempt_id: attemptId });
  expect(lines.map((line) => line.m)).toEqual(Array.from({ length: 10 }, (_, at) => `line ${at + 1}`));
});

test("chunks that the object store did not take wait on disk and are delivered later, in their place", async () => {
  const { runId, attemptId } = await runningTask(stores);
  const spool = createSpool(dir);
  const errors: unknown[] = [];
  const writer = (storage: typeof stores.storage) =>
    createLogWriter(
      {
        store: createPacker({ ...stores, storage, sql: poolSql(stores.db.pool) }).store,
        onError: (error) => errors.push(error),
        keep: (chunk) => spool.keep(chunkName(chunk), chunk),
      },
      { runId, attemptId },
    );
  // Nothing listens on this port, so every put is refused.
  const away = createStorage({ ...stores.env, S3_ENDPOINT: "http://127.0.0.1:9" });
  const log = writer(away);
  await log.write("o", Buffer.from("first\nsecond\n"));
  await log.close().stored;
  away.close();
  expect(errors).toHaveLength(1);
  expect(await spool.names()).toEqual([`${attemptId}-000000`]);
  const read = async () =>
    (await readLog(testCtx(stores), { attempt_id: attemptId })).lines.map((line) => line.m);
  expect(await read()).toEqual([]);
  expect(await shipChunks(stores, spool)).toBe(1);
  expect(await read()).toEqual(["first", "second"]);
  expect(await spool.names()).toEqual([]);
  expect(await shipChunks(stores, spool)).toBe(0);
});
