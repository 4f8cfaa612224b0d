import { text as textOf } from "node:stream/consumers";
import { expect, test } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { uuidV7 } from "@/lib/platform/ids";
import { createStorage } from "@/lib/platform/storage";
import { testCtx, testStores } from "@/lib/testing";
import { runningTask } from "@/workers/serving/data/testing";
import type { KeptChunk } from "./chunk";
import { createPacker, openLogText, readLog, searchLog } from "./index";

const stores = testStores();
const packer = (storage = stores.storage) =>
  createPacker({ ...stores, storage, sql: poolSql(stores.db.pool) });

/** A run with this many attempts, and what each prints last. */
async function lastWords(lines: readonly string[]): Promise<{ runId: string; chunks: KeptChunk[] }> {
  const { runId, attemptId: first } = await runningTask(stores);
  const { prisma } = stores.db;
  const { id: _id, ...row } = await prisma.taskAttempt.findUniqueOrThrow({ where: { id: first } });
  const chunks: KeptChunk[] = [];
  for (const [at, line] of lines.entries()) {
    const attemptId = uuidV7();
    const { taskInstanceId, dagId, taskId, queue } = row;
    await prisma.taskAttempt.create({
      data: { id: attemptId, taskInstanceId, runId, dagId, taskId, queue, number: at + 10, state: "success" },
    });
    const text = `${JSON.stringify({ n: 1, t: 0, s: "o", m: line })}\n`;
    chunks.push({
      runId,
      attemptId,
      seq: 0,
      firstLine: 1,
      lines: 1,
      sizeBytes: Buffer.byteLength(text),
      text,
    });
  }
  return { runId, chunks };
}

const objectsOf = async (runId: string) =>
  (await stores.storage.list(`logs/${runId}/`)).objects.map(({ key }) => key.split("/")[2]);

test("the first goes at once, what ends right after it goes together, and each is read as its own", async () => {
  const lines = ["alone", "둘째 줄 ✓", "third", "a bit 더"];
  const { runId, chunks } = await lastWords(lines);
  const { store } = packer();
  await Promise.all(chunks.map((chunk) => store(chunk, true)));
  expect((await objectsOf(runId)).sort()).toEqual([chunks[0]?.attemptId, "together"].sort());
  for (const [at, { attemptId }] of chunks.entries()) {
    const page = await readLog(testCtx(stores), { attempt_id: attemptId });
    expect(page.lines.map((line) => line.m)).toEqual([lines[at]]);
    const { text } = await openLogText(testCtx(stores), { attempt_id: attemptId });
    expect(await textOf(text)).toBe(`${lines[at]}\n`);
  }
  const found = await searchLog(testCtx(stores), { attempt_id: chunks[3]?.attemptId ?? "", q: "더" });
  expect(found.lines).toEqual([1]);
});

test("what is large, or not the last of its log, has an object of its own", async () => {
  const { runId, chunks } = await lastWords(["one", "x".repeat(20_000), "three"]);
  const [one, large, inBetween] = chunks;
  if (!one || !large || !inBetween) throw new Error("three chunks were made");
  const { store } = packer();
  await Promise.all([store(one, true), store(large, true), store(inBetween, false)]);
  expect((await objectsOf(runId)).sort()).toEqual(chunks.map(({ attemptId }) => attemptId).sort());
});

test("when the object store is away each of them fails, and is stored by itself when it is tried again", async () => {
  const { runId, chunks } = await lastWords(["one", "two", "three"]);
  // Nothing listens on this port, so every put is refused.
  const away = createStorage({ ...stores.env, S3_ENDPOINT: "http://127.0.0.1:9" });
  const { store } = packer(away);
  const results = await Promise.allSettled(chunks.map((chunk) => store(chunk, true)));
  away.close();
  expect(results.map(({ status }) => status)).toEqual(["rejected", "rejected", "rejected"]);
  await Promise.all(chunks.map((chunk) => packer().store(chunk, false)));
  expect(await objectsOf(runId)).toHaveLength(3);
});
