import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { connect, createServer, type Server, type Socket } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import pg from "pg";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { FinishInput } from "@/lib/runs";
import { testStores, waitFor } from "@/lib/testing";
import { runningTask } from "@/workers/serving/data/testing";
import { createOutcomes } from "./outcomes";
import { createSpool } from "./spool";

const stores = testStores();
let dir: string;
let door: Awaited<ReturnType<typeof openDoor>>;
let stop: AbortController;

beforeEach(async () => {
  dir = await mkdtemp(join(tmpdir(), "gwanje-spool-"));
  stop = new AbortController();
  door = await openDoor();
});
afterEach(async () => {
  stop.abort();
  await door.end();
  await rm(dir, { recursive: true, force: true });
});

/** A way to the database that can be shut: connections break and new ones are refused, as in a restart. */
async function openDoor() {
  const target = new URL(stores.env.DATABASE_URL);
  const sockets = new Set<Socket>();
  let server: Server | null = null;
  let port = 0;
  const open = async () => {
    server = createServer((socket) => {
      const there = connect(Number(target.port), target.hostname);
      for (const end of [socket, there]) {
        sockets.add(end);
        end.on("error", () => {}).on("close", () => sockets.delete(end));
      }
      socket.pipe(there).pipe(socket);
    });
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    const address = server.address();
    port = typeof address === "object" && address ? address.port : 0;
  };
  const shut = async () => {
    for (const socket of sockets) socket.destroy();
    if (server) await new Promise((resolve) => server?.close(resolve));
    server = null;
  };
  await open();
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  const pool = new pg.Pool({ connectionString: url.href, max: 2 });
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
  createOutcomes({ pool, spool: createSpool(dir), log: stores.log, signal: stop.signal });

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
