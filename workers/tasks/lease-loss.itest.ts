import { afterAll, beforeAll, expect, test } from "vitest";
import { createDb, type Db } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { expireAttempt } from "@/lib/runs";
import { testStores, waitFor } from "@/lib/testing";
import { openDoor } from "@/lib/testing/door";
import { processesWith, testWorker } from "./testing";

// A worker that reaches its database through a door that is shut for longer than a lease.
const stores = testStores();
let door: Awaited<ReturnType<typeof openDoor>>;
let db: Db;
beforeAll(async () => {
  door = await openDoor(stores.env.DATABASE_URL);
  db = createDb(door.url, 4);
});
afterAll(async () => {
  await db.close();
  await door.shut();
});
const { start } = testWorker(stores, { leaseMs: 1_200, deps: () => ({ ...stores, db }) });

/** A task that runs until its process is ended, known by the seconds that it would sleep. */
async function startTask(on_lease_loss: string) {
  const mark = `7${Math.floor(Math.random() * 1e9)}`;
  const runId = await start(newId("evt"), [
    { task_id: "a", kind: "bash", on_lease_loss, command: ["bash", "-c", `sleep ${mark}; exit 0`] },
  ]);
  const isAlive = () => processesWith(`sleep ${mark}`).length > 0;
  await waitFor("the start", isAlive);
  const attempt = () => stores.db.prisma.taskAttempt.findFirstOrThrow({ where: { runId } });
  return { isAlive, attempt };
}

test("what goes on until it is fenced outlives its lease; the rest is ended", async () => {
  const mortal = await startTask("kill");
  const enduring = await startTask("continue_until_fenced");
  await door.shut();
  await waitFor("the end of what may not go on", () => !mortal.isAlive());
  const { id, leaseUntil } = await enduring.attempt();
  await waitFor("the end of the lease", () => (leaseUntil?.getTime() ?? 0) < Date.now());
  expect(enduring.isAlive()).toBe(true);

  await door.open();
  await waitFor("the lease to be renewed", async () => {
    const { leaseUntil: now } = await enduring.attempt();
    return (now?.getTime() ?? 0) > (leaseUntil?.getTime() ?? 0);
  });
  expect(
    await waitFor("its outcome", async () => {
      const row = await mortal.attempt();
      return row.finishedAt && row;
    }),
  ).toMatchObject({ state: "failed", errorCode: "lease_lost", signal: "SIGKILL" });
  expect(enduring.isAlive()).toBe(true);

  await door.shut();
  await waitFor("the attempt to be taken", async () => (await expireAttempt(stores.db.pool, id)).applied);
  expect(enduring.isAlive()).toBe(true);
  await door.open();
  await waitFor("the fence", () => !enduring.isAlive());
  expect(await enduring.attempt()).toMatchObject({ state: "lost" });
});
