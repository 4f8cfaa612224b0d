import { expect, test } from "vitest";
import { newId } from "@/lib/platform/ids";
import { getRun } from "@/lib/runs";
import { tick } from "@/lib/scheduler";
import { testStores, waitFor } from "@/lib/testing";
import { testWorker } from "./testing";

// A worker whose object store refuses code bundles as often as a test says.
const stores = testStores();
let refusals = 0;
const { ctx, state, start } = testWorker(stores, {
  isolation: { firstUid: 0 },
  deps: () => ({
    ...stores,
    storage: {
      ...stores.storage,
      get(key, range) {
        if (!key.startsWith("code/") || refusals === 0) return stores.storage.get(key, range);
        refusals -= 1;
        return Promise.reject(new Error("connect ECONNREFUSED"));
      },
    },
  }),
});

const script = (says: string) => ({ "a.sh": `echo ${says}` });
const begin = (task: object, says: string) =>
  start(newId("evt"), [{ task_id: "a", kind: "bash", script: "a.sh", ...task }], script(says));
/** A rest of the worker and pauses between tries, on a machine that is busy with other tests. */
const PATIENCE_MS = 60_000;

/** To its end, with a scheduler that looks on. */
async function endOf(runId: string) {
  const over = async () => {
    await tick(stores, state.queue, new Date());
    return (await getRun(ctx(), { run_id: runId })).finished_at !== null;
  };
  await waitFor("the end of the run", over, PATIENCE_MS);
  const [task] = (await getRun(ctx(), { run_id: runId })).tasks;
  return { state: task?.state, codes: task?.attempts.map(({ error_code }) => error_code) };
}

test("an object store that refuses for a moment costs a task time, and none of its own tries", async () => {
  refusals = 2;
  expect(await endOf(await begin({ retries: 0 }, "two"))).toEqual({
    state: "success",
    codes: ["worker_error", "worker_error", null],
  });
  expect(state.worker.isFit()).toBe(true);
});

test(
  "a worker that cannot prepare task after task takes none for a while, says so, and then goes on",
  async () => {
    refusals = 3;
    const ids = [await begin({}, "x"), await begin({}, "y"), await begin({}, "z")];
    await waitFor("the rest", () => !state.worker.isFit());
    expect(refusals).toBe(0);
    for (const id of ids) expect(await endOf(id)).toMatchObject({ state: "success" });
    expect(state.worker.isFit()).toBe(true);
  },
  4 * PATIENCE_MS,
);
