import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FinishInput } from "@/lib/runs";
import { testStores, waitFor } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { runningTask } from "@/workers/serving/data/testing";
import { createOutcomes } from "./outcomes";
import { createSpool } from "./spool";

const stores = testStores();
let dir: string;
let door: Awaited<ReturnType<typeof throughDoor>>;
let stop: AbortController;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "gwanje-spool-"));
  stop = new AbortController();
  door = await throughDoor();
});
afterEach(async () => {
  stop.abort();
  await door.end();
  await rm(dir, { recursive: true, force: true });
});

/** The door, and a pool that goes through it. */
async function throughDoor() {
  const { url, open, shut } = await openDoor(stores.env.DATABASE_URL);
  const pool = new pg.Pool({ connectionString: url, max: 2 });
  pool.on("error", () => {});
  const end = async () => {
    await pool.end();
    await shut();
  };
  return { pool, open, shut, end };
}

async function outcomeOf(attemptId: string): Promise<FinishInput> {
  const row = await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id: attemptId } });
  return {
    attemptId,
    workerId: row.workerId ?? "",
    outcome: "success",
    exitCode: 0,
    signal: null,
    errorCode: null,
    errorDetail: null,
    result: { n: 1 },
    usage: null,
    logLines: 0,
    logBytes: 0,
    infra: false,
  };
}
const stateOf = async (id: string) =>
  (await stores.db.prisma.taskAttempt.findUniqueOrThrow({ where: { id } })).state;
const outcomes = (pool: pg.Pool) =>
  createOutcomes({ pool, spool: createSpool(dir), log: stores.log, signal: stop.signal, taker: () => null });

test("while the database is away an outcome lies on disk; when it is back it is applied once", async () => {
  const { attemptId } = await runningTask(stores);
  const input = await outcomeOf(attemptId);
  await door.shut();
  const saved = outcomes(door.pool).save("run", input);
  await waitFor("the file", async () => (await createSpool(dir).names()).includes(attemptId));
  expect(await stateOf(attemptId)).toBe("running");
  await door.open();
  expect((await saved)?.applied).toBe(true);
  expect(await stateOf(attemptId)).toBe("success");
  expect(await createSpool(dir).names()).toEqual([]);
});

test("what a killed worker left is delivered by the next one while the lease still holds", async () => {
  const { attemptId } = await runningTask(stores);
  await createSpool(dir).keep(attemptId, await outcomeOf(attemptId));
  await outcomes(stores.db.pool).deliverLeft();
  expect(await stateOf(attemptId)).toBe("success");
  expect(await createSpool(dir).names()).toEqual([]);
});

test("an outcome of an attempt that is no longer its worker's is not applied", async () => {
  const { attemptId, end } = await runningTask(stores);
  const late = { ...(await outcomeOf(attemptId)), outcome: "failed" } as const;
  await end();
  await createSpool(dir).keep(attemptId, late);
  await outcomes(stores.db.pool).deliverLeft();
  expect(await stateOf(attemptId)).toBe("success");
  expect(await createSpool(dir).names()).toEqual([]);
});

test("a worker that has to go leaves it on disk", async () => {
  const { attemptId } = await runningTask(stores);
  const input = await outcomeOf(attemptId);
  await door.shut();
  const saved = outcomes(door.pool).save("run", input);
  await waitFor("the file", async () => (await createSpool(dir).names()).includes(attemptId));
  stop.abort();
  expect(await saved).toBeNull();
  expect(await createSpool(dir).names()).toEqual([attemptId]);
});
