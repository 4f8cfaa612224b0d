import { existsSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { clearRun, getRun } from "@/lib/runs";
import { testStores, waitFor } from "@/lib/testing";
import { testWorker } from "./testing";

const stores = testStores();
const { ctx, state, start, ended } = testWorker(stores);

/** Locks a folder while it runs and exits slowly after SIGTERM. The second try ends at once. */
const SCRIPT = `
mkdir "$0/held" || touch "$0/overlap"
trap 'sleep 1; rmdir "$0/held"; exit 0' TERM
if [ "$GWANJE_TRY_NUMBER" = 2 ]; then rmdir "$0/held"; exit 0; fi
while :; do sleep 0.1; done`;

test("a task that is cleared while it runs is told to stop, and its second process begins after the first has gone", async () => {
  const id = await start("again", [
    { task_id: "a", kind: "bash", command: ["bash", "-c", SCRIPT, state.shared] },
  ]);
  await waitFor("the first process", () => existsSync(join(state.shared, "held")), 60_000);
  await clearRun(ctx(), { run_id: id, task_ids: ["a"] });
  const [task] = (await getRun(ctx(), { run_id: id })).tasks;
  expect(task?.state).toBe("restarting");
  const run = await ended(id, 60_000);
  expect(run.state).toBe("success");
  expect(run.tasks[0]?.attempts.map((attempt) => attempt.state)).toEqual(["cancelled", "success"]);
  expect(existsSync(join(state.shared, "overlap"))).toBe(false);
});
