import * as z from "zod";
import { hotWrite, read, write } from "@/lib/audit";
import { poolSnapshot, poolSql, txSql } from "@/lib/platform/db";
import { ConflictError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { handOver } from "@/lib/tasks";
import { settle } from "./advance";
import { createRuns, startRuns } from "./create";
import { endRun } from "./end";
import { findRun, headVersion, resetTasks, tasksOfRun, writeNote } from "./repository";
import { lockRun as lock } from "./repository/transitions";
import { attemptRows, gridCells, runRows, taskRows } from "./repository/views";
import {
  ClearInput,
  GridQuery,
  type GridView,
  NoteBody,
  RunDetail,
  RunId,
  RunPage,
  RunQuery,
  RunView,
  TriggerInput,
} from "./schema";
import { checkParams, type RunSpec } from "./spec";
import { wake } from "./wake";

const NO_FILTER = {
  dagId: null,
  state: null,
  runType: null,
  backfillId: null,
  id: null,
  before: null,
  version: null,
};

export const triggerRun = hotWrite(
  "runs:write",
  TriggerInput,
  async ({ sql, ctx, input, audit, unchanged, afterCommit, event }) => {
    const head = await headVersion(sql, input.dag_id);
    const versionId = head?.versionId;
    if (!head || !versionId) throw new NotFoundError("pipeline", input.dag_id);
    const spec = head.spec as RunSpec;
    const params = checkParams(spec, input.params);
    const logicalDate = input.logical_date ? new Date(input.logical_date) : null;
    const find = () => findRun(sql, input.dag_id, input.run_key ?? null, logicalDate?.toISOString() ?? null);
    const existing = await find();
    if (existing) return unchanged({ id: existing.id, created: false });
    const at = logicalDate ?? ctx.clock.now();
    const make = (runKey: string) =>
      createRuns(sql, { dagId: input.dag_id, versionId, spec }, [
        {
          runKey,
          runType: "manual",
          logicalDate,
          interval: { start: at, end: at },
          params,
          triggeredBy: ctx.actor.name,
          note: input.note ?? null,
          backfillId: null,
        },
      ]);
    let runKey = input.run_key ?? `manual__${at.toISOString()}`;
    let [id] = await make(runKey);
    if (!id) {
      const faster = await find();
      if (faster) return unchanged({ id: faster.id, created: false });
      // Two triggers of one millisecond that ask for no key are two runs.
      runKey = `${runKey}_${newId("run").slice(-6)}`;
      [id] = await make(runKey);
    }
    if (!id)
      throw new ConflictError(
        `A run with the key ${runKey} was made at this moment. Try again.`,
        because("run_key_race", { run_key: runKey }),
      );
    const started = await startRuns(sql, input.dag_id);
    event({ topic: "run", id, dag_id: input.dag_id, run_id: id });
    afterCommit(() => handOver(ctx, started.enqueue, () => wake(ctx.redis)));
    // Somebody else holds the pipeline's row at this moment: the scheduler looks again.
    if (!started.runs.includes(id)) afterCommit(() => wake(ctx.redis));
    return audit(
      "run.trigger",
      { target: { type: "run", id }, after: { dag_id: input.dag_id, run_key: runKey } },
      { id, created: true },
    );
  },
);

export const listRuns = read("runs:read", RunQuery, async (ctx, query) => {
  const before = query.cursor ? String(decodeCursor(query.cursor)[0]) : null;
  if (query.version !== undefined && query.dag_id === undefined)
    throw InvalidError.field(
      "/version",
      "Versions are numbered within a pipeline: say which in dag_id",
      because("version_needs_dag"),
    );
  const rows = await runRows(
    poolSql(ctx.db.pool),
    {
      ...NO_FILTER,
      before,
      dagId: query.dag_id ?? null,
      state: query.state ?? null,
      runType: query.run_type ?? null,
      backfillId: query.backfill_id ?? null,
      version: query.version ?? null,
    },
    query.limit + 1,
  );
  return RunPage.parse(
    plain(
      toPage(
        rows,
        query.limit,
        (row) => [String(row.id)],
        (row) => row,
      ),
    ),
  );
});

export const getRun = read("runs:read", RunId, async (ctx, { run_id }) => {
  // One moment: a run that has ended must not be shown with a task that still runs.
  const [run, tasks, attempts] = await poolSnapshot(ctx.db.pool, async (sql) => {
    const [row] = await runRows(sql, { ...NO_FILTER, id: run_id }, 1);
    return [row, await taskRows(sql, run_id), await attemptRows(sql, run_id)] as const;
  });
  if (!run) throw new NotFoundError("run", run_id);
  const byTask = groupByTask(attempts);
  return RunDetail.parse(
    plain({ ...run, tasks: tasks.map((task) => ({ ...task, attempts: byTask.get(String(task.id)) ?? [] })) }),
  );
});

/** A run without its tasks. */
export const getRunHead = read("runs:read", RunId, async (ctx, { run_id }): Promise<RunView> => {
  const [run] = await runRows(poolSql(ctx.db.pool), { ...NO_FILTER, id: run_id }, 1);
  if (!run) throw new NotFoundError("run", run_id);
  return RunView.parse(plain(run));
});

export const getGrid = read(
  "runs:read",
  GridQuery.extend({ dag_id: z.string() }),
  async (ctx, input): Promise<GridView> => {
    const [runs, rows] = await poolSnapshot(ctx.db.pool, async (sql) => {
      const newest = await runRows(sql, { ...NO_FILTER, dagId: input.dag_id }, input.limit);
      const ids = newest.map((run) => String(run.id));
      return [newest, await gridCells(sql, ids)] as const;
    });
    const byRun = new Map(rows.map((row) => [row.runId, row]));
    // In the order of the newest run; what only older runs have comes after it.
    const taskIds = [...new Set(runs.flatMap((run) => byRun.get(String(run.id))?.taskIds ?? []))];
    const place = new Map(taskIds.map((id, at) => [id, at]));
    const cells = runs.map((run) => {
      const line: GridView["cells"][number] = taskIds.map(() => null);
      const row = byRun.get(String(run.id));
      row?.taskIds.forEach((taskId, at) => {
        line[place.get(taskId) ?? 0] = [
          row.ids[at] ?? "",
          row.states[at] ?? "none",
          row.tries[at] ?? 0,
          row.durations[at] ?? null,
        ];
      });
      return line;
    });
    return { task_ids: taskIds, runs: RunPage.shape.data.parse(plain(runs)), cells };
  },
);

export const cancelRun = write("runs:write", RunId, async ({ tx, input, audit, unchanged, event }) => {
  const sql = txSql(tx);
  const before = await endRun(sql, input.run_id, "cancelled");
  if (!before) {
    if (!(await lock(sql, input.run_id))) throw new NotFoundError("run", input.run_id);
    return unchanged(undefined);
  }
  event({ topic: "run", id: input.run_id, dag_id: before.dagId, run_id: input.run_id });
  return audit(
    "run.cancel",
    { target: { type: "run", id: input.run_id }, before: { state: before.state } },
    undefined,
  );
});

/** Runs tasks again on the version the run is pinned to; a dry run says which. */
export const clearRun = write(
  "runs:write",
  ClearInput,
  async ({ tx, ctx, input, audit, unchanged, afterCommit, event }) => {
    const sql = txSql(tx);
    const run = await lock(sql, input.run_id);
    if (!run) throw new NotFoundError("run", input.run_id);
    const all = await tasksOfRun(sql, input.run_id);
    const byId = new Map(all.map((task) => [task.taskId, task]));
    for (const id of input.task_ids ?? [])
      if (!byId.has(id))
        throw InvalidError.field(
          "/task_ids",
          `This run has no task ${JSON.stringify(id)}`,
          because("no_such_task", { task: id }),
        );
    const failed = new Set(["failed", "upstream_failed", "cancelled"]);
    const chosen = new Set(
      (input.task_ids ?? all.map((task) => task.taskId)).filter(
        (id) => !input.only_failed || failed.has(byId.get(id)?.state ?? ""),
      ),
    );
    // A set grows while it is walked: this reaches everything below.
    if (input.downstream)
      for (const id of chosen) for (const below of byId.get(id)?.downstream ?? []) chosen.add(below);
    const targets = all.filter((task) => chosen.has(task.taskId) && task.state !== "none");
    const result = {
      dry_run: input.dry_run,
      tasks: targets.map(({ id, taskId, state }) => ({ id, task_id: taskId, state })),
    };
    if (input.dry_run || targets.length === 0) return unchanged(result);
    await resetTasks(
      sql,
      run.id,
      targets.map((task) => task.id),
    );
    const now = await lock(sql, run.id);
    const { enqueue } = now?.state === "running" ? await settle(sql, now) : await startRuns(sql, run.dagId);
    event({ topic: "run", id: run.id, dag_id: run.dagId, run_id: run.id });
    afterCommit(() => handOver(ctx, enqueue, () => wake(ctx.redis)));
    return audit(
      "run.clear",
      { target: { type: "run", id: run.id }, detail: { tasks: targets.map((task) => task.taskId) } },
      result,
    );
  },
);

export const setRunNote = write(
  "runs:write",
  NoteBody.extend(RunId.shape),
  async ({ tx, input, audit, event }) => {
    const before = await writeNote(txSql(tx), input.run_id, input.note);
    if (before === undefined) throw new NotFoundError("run", input.run_id);
    event({ topic: "run", id: input.run_id, run_id: input.run_id });
    return audit(
      "run.note",
      { target: { type: "run", id: input.run_id }, before: { note: before }, after: { note: input.note } },
      undefined,
    );
  },
);

function groupByTask(attempts: Record<string, unknown>[]): Map<string, Record<string, unknown>[]> {
  const groups = new Map<string, Record<string, unknown>[]>();
  for (const attempt of attempts) {
    const key = String(attempt.task_instance_id);
    groups.set(key, [...(groups.get(key) ?? []), attempt]);
  }
  return groups;
}

/** Dates become ISO text, as in the reply. */
function plain(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value));
}
