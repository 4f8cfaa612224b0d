import { beforeAll, describe, expect, it } from "vitest";
import { poolSql } from "@/lib/platform/db";
import { claimAttempt } from "@/lib/tasks";
import { testCtx, testStores } from "@/lib/testing";
import { countTaskStates, finishAttempt, listTasks, triggerRun } from "./index";
import { makePipeline, outcome } from "./testing";

const stores = testStores();
const ctx = () => testCtx(stores);
let first = { dagId: "", id: "" };

async function fail(runId: string, taskId: string, workerId: string, errorDetail: string): Promise<void> {
  const where = { runId, taskId, state: "queued" };
  const { id } = await stores.db.prisma.taskAttempt.findFirstOrThrow({ where });
  await claimAttempt(poolSql(stores.db.pool), { attemptId: id, workerId, leaseMs: 60_000 });
  const why = { ...outcome("failed"), errorCode: "exit_code" as const, errorDetail };
  await finishAttempt(stores.db.pool, { ...why, attemptId: id, workerId });
}

beforeAll(async () => {
  const tasks = [{ task_id: "load" }, { task_id: "train", depends_on: ["load"] }];
  const make = async () => {
    const dagId = await makePipeline(stores, { tasks });
    return { dagId, id: (await triggerRun(ctx(), { dag_id: dagId })).id };
  };
  first = await make();
  await make();
  await fail(first.id, "load", "wrk_one", "ValueError: no rows of 2026");
});

type Query = Parameters<typeof listTasks>[1];
const of = async (query: Query) =>
  (await listTasks(ctx(), query)).data.map(({ run_id, task_id, state }) => [
    run_id === first.id ? 1 : 2,
    task_id,
    state,
  ]);

describe("task instances", () => {
  it.each<[string, Query, unknown[]]>([
    ["of a state", { state: "failed" }, [[1, "load", "failed"]]],
    [
      "of several states",
      { state: "failed,queued" },
      [
        [2, "load", "queued"],
        [1, "load", "failed"],
      ],
    ],
    [
      "of a task",
      { task_id: "train" },
      [
        [2, "train", "none"],
        [1, "train", "upstream_failed"],
      ],
    ],
    ["of a worker", { worker_id: "wrk_one" }, [[1, "load", "failed"]]],
    ["of a text of the error", { q: "no ROWS of" }, [[1, "load", "failed"]]],
    [
      "of a part of the task's name",
      { q: "rai" },
      [
        [2, "train", "none"],
        [1, "train", "upstream_failed"],
      ],
    ],
    ["of a queue that none has", { queue: "gpu" }, []],
  ])("%s", async (_name, query, expected) => {
    expect(await of(query)).toEqual(expected);
    const { counts } = await countTaskStates(ctx(), query);
    const states = query.state?.split(",") ?? Object.keys(counts ?? {});
    expect(states.reduce((sum, state) => sum + (counts?.[state] ?? 0), 0)).toBe(expected.length);
  });

  it("of a pipeline, page by page, with what failed and the run's name", async () => {
    const query = { dag_id: first.dagId, limit: 1 };
    const page = await listTasks(ctx(), query);
    const rest = await listTasks(ctx(), { ...query, cursor: page.next_cursor ?? "" });
    expect([...page.data, ...rest.data].map(({ task_id }) => task_id).sort()).toEqual(["load", "train"]);
    expect(rest.has_more).toBe(false);
    expect((await listTasks(ctx(), { state: "failed" })).data[0]).toMatchObject({
      run_id: first.id,
      dag_id: first.dagId,
      code: "exit_code",
      detail: "ValueError: no rows of 2026",
      exit_code: 1,
      worker_id: "wrk_one",
      run_state: "failed",
      run_type: "manual",
    });
  });

  it("are for those who may read runs", async () => {
    const other = testCtx(stores, ["logs:read"]);
    await expect(listTasks(other, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
    await expect(countTaskStates(other, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  });
});
