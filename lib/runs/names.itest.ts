import { expect, test } from "vitest";
import { savePipeline } from "@/lib/pipelines";
import { poolSql } from "@/lib/platform/db";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { finishAttempt, getGrid, getRun, triggerRun } from "./index";
import { outcome } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);

/** Runs queued tasks one at a time and returns their order. */
async function runAll(run_id: string): Promise<string[]> {
  const ran: string[] = [];
  for (;;) {
    const { tasks } = await getRun(ctx(), { run_id });
    const attemptId = tasks.find(({ state }) => state === "queued")?.current_attempt_id;
    if (!attemptId) return ran;
    const by = { attemptId, workerId: "w" };
    const claimed = await claimAttempt(poolSql(stores.db.pool), { ...by, leaseMs: 10_000 });
    if (!claimed) throw new Error("nothing was claimed");
    ran.push(claimed.taskId);
    await finishAttempt(stores.db.pool, { ...outcome("success"), ...by, result: { of: claimed.taskId } });
  }
}

test("tasks with the names of every object's own are saved, drawn, run and shown as any others", async () => {
  const names = ["constructor", "toString", "hasOwnProperty", "valueOf", "__defineGetter__", "prototype"];
  const tasks = names.map((task_id, at) => ({
    task_id,
    kind: "bash",
    command: ["true"],
    depends_on: names.slice(0, at),
  }));
  const before = Object.getOwnPropertyNames(Object.prototype);
  const saved = await savePipeline(ctx(), {
    dag_id: "toString",
    parent_id: null,
    spec: { dag_id: "toString", tasks },
  });
  expect(new Set(Object.keys(saved.layout.nodes))).toEqual(new Set(names));
  const { id } = await triggerRun(ctx(), { dag_id: "toString" });
  expect(await runAll(id)).toEqual(names);
  expect((await getRun(ctx(), { run_id: id })).state).toBe("success");
  const grid = await getGrid(ctx(), { dag_id: "toString" });
  expect(grid.task_ids).toEqual(names);
  expect(grid.cells[0]?.map((cell) => cell?.[1])).toEqual(names.map(() => "success"));
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
});
