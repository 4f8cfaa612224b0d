import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { cancelRun, getRun } from "@/lib/runs";
import { testStores, waitFor } from "@/lib/testing";
import { testWorker } from "./testing";
import { startTaskWorker } from "./worker";

const stores = testStores();
const { ctx, state, start, ended } = testWorker(stores);

async function workerOf(host: string, queues: string[]) {
  const home = await mkdtemp(join(tmpdir(), "gwanje-queues-"));
  const worker = await startTaskWorker(stores, {
    redisUrl: stores.env.REDIS_URL,
    dataUrl: state.served.url,
    home,
    root: process.cwd(),
    programs: state.programs,
    fetchAllow: "",
    taskLimits: { memoryMb: 300, diskMb: 128, processes: 200 },
    isolation: { demanded: null, firstUid: 0, mounts: [], ports: [] },
    worker: { id: newId("wrk"), host, pid: process.pid, queues, concurrency: 2 },
  });
  const stop = async () => {
    await worker.drain(0);
    await rm(home, { recursive: true, force: true });
  };
  return { stop };
}
const tasks = (queue: string, command: string[]) =>
  ["a", "b"].map((task_id) => ({ task_id, kind: "bash", queue, command }));

// Without a scheduler here, a message that a busy worker kept would never reach another one.
test("a worker that is full keeps no message that another worker of the queue could take", async () => {
  const busy = await workerOf("busy", ["qa", "qb"]);
  const long = await start(newId("evt"), tasks("qa", ["sleep", "600"]));
  await waitFor("both to run", async () =>
    (await getRun(ctx(), { run_id: long })).tasks.every((task) => task.state === "running"),
  );
  const short = await start(newId("evt"), tasks("qb", ["true"]));
  const idle = await workerOf("idle", ["qb"]);
  expect((await ended(short)).state).toBe("success");
  await idle.stop();

  // With room again it takes from all its queues.
  await cancelRun(ctx(), { run_id: long });
  const later = await start(newId("evt"), tasks("qb", ["true"]));
  expect((await ended(later)).state).toBe("success");
  await busy.stop();
});
