import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { chmod, mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, test } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { childEnv, searchPath } from "@/lib/platform/env";
import { newId } from "@/lib/platform/ids";
import { triggerRun } from "@/lib/runs";
import { tick } from "@/lib/scheduler";
import { connectedQueue } from "@/lib/tasks/testing";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { buildPrograms, processesWith } from "./testing";

const stores = testStores();
let dist: string;
let home: string;

beforeAll(async () => {
  dist = await buildPrograms(["tasks", "task-launcher"]);
  home = await mkdtemp(join(tmpdir(), "gwanje-killed-"));
  await chmod(home, 0o711);
});
afterAll(async () => {
  await rm(dist, { recursive: true, force: true });
  await rm(home, { recursive: true, force: true });
});

/** The worker as an installation starts it, in a process of its own. */
function startWorker(more: Record<string, string> = {}): ChildProcess {
  const { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_BUCKET } = stores.env;
  const { S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY, GWANJE_SECRET } = stores.env;
  const given = { DATABASE_URL, REDIS_URL, S3_ENDPOINT, S3_BUCKET, S3_ACCESS_KEY_ID, S3_SECRET_ACCESS_KEY };
  return spawn(process.execPath, [join(dist, "tasks.js")], {
    env: childEnv({ PATH: searchPath(), ...given, GWANJE_SECRET, GWANJE_HOME: home, TMPDIR: home, ...more }),
    stdio: ["ignore", "ignore", "inherit"],
  });
}

async function startRun(script: string): Promise<string> {
  const dag_id = newId("evt");
  const tasks = [{ task_id: "a", kind: "bash", command: ["bash", "-c", script] }];
  await savePipeline(testCtx(stores), { dag_id, spec: { dag_id, tasks }, parent_id: null });
  const { id } = await triggerRun(testCtx(stores), { dag_id });
  const queue = await connectedQueue(stores.env.REDIS_URL);
  await tick(stores, queue, new Date());
  await queue.close();
  return id;
}

const asRoot = process.getuid?.() === 0;
test.each([
  ["as users of their own", {}, asRoot ? "env -i " : ""],
  ["as the worker's user", { GWANJE_TASK_FIRST_UID: "0" }, ""],
])(
  "a SIGKILL of the worker ends its tasks (%s), wherever they hid, and removes their folders",
  async (_name, more, hide) => {
    const worker = startWorker(more);
    const mark = `8${Math.floor(Math.random() * 1e9)}`;
    await startRun(`
    sleep ${mark}1 &
    setsid ${hide}/bin/sleep ${mark}2 &
    (setsid ${hide}/bin/sleep ${mark}3 > /dev/null 2>&1 &) &
    wait`);
    await waitFor(
      "all three",
      () => processesWith(`sleep ${mark}`).filter((line) => line.includes("leep 8")).length >= 3,
      40_000,
    );
    worker.kill("SIGKILL");
    await once(worker, "exit");
    await waitFor("their end", () => processesWith(mark).length === 0);
    await waitFor(
      "the folders' end",
      async () => !(await readdir(home)).some((name) => name.startsWith("gwanje-tasks-")),
    );
  },
);
