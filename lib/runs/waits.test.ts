import { expect, it } from "vitest";
import { runningWaitsFor, runWaitsFor, type TaskFacts, taskWaitsFor } from "./waits";

const NOW = new Date("2026-01-01T12:00:00Z");
const later = new Date(NOW.getTime() + 60_000);
const run = { isPaused: false, backfillId: null, backfillPaused: false, active: 0, limit: 3 };
const task: TaskFacts = {
  state: "none",
  isPaused: false,
  upstream: [],
  eligibleAt: null,
  active: 0,
  limit: 16,
  pool: "gpu",
  needs: 1,
  slots: 2,
  used: 0,
  kept: false,
  queue: "default",
  workers: 1,
  places: 4,
  taken: 0,
};

it.each([
  ["nothing holds it", {}, { reason: "starting" }],
  ["the pipeline is paused", { isPaused: true, active: 3 }, { reason: "paused" }],
  ["all active runs are taken", { active: 3 }, { reason: "active_runs", active: 3, limit: 3 }],
  [
    "more run than the limit, which was lowered",
    { active: 5 },
    { reason: "active_runs", active: 5, limit: 3 },
  ],
  [
    "its backfill is paused",
    { backfillId: "bf_1", backfillPaused: true },
    { reason: "backfill_paused", backfill_id: "bf_1" },
  ],
  [
    "its backfill runs as many as it may",
    { backfillId: "bf_1", active: 3 },
    { reason: "backfill_runs", active: 3, limit: 3, backfill_id: "bf_1" },
  ],
  [
    "the pipeline of its paused backfill is paused too",
    { isPaused: true, backfillId: "bf_1", backfillPaused: true },
    { reason: "paused" },
  ],
])("a queued run: %s", (_, facts, why) => {
  expect(runWaitsFor({ ...run, ...facts })).toEqual(why);
});

it.each<[string, Partial<TaskFacts>, object | null]>([
  ["nothing holds it", {}, { reason: "starting" }],
  [
    "what comes before it has not ended",
    { upstream: ["a", "b"], isPaused: true },
    { reason: "upstream", task_ids: ["a", "b"] },
  ],
  ["the pipeline is paused", { isPaused: true, used: 2 }, { reason: "paused" }],
  ["the pool is full", { used: 2 }, { reason: "pool_full", pool: "gpu", used: 2, slots: 2 }],
  [
    "the pool has room for less than it needs",
    { needs: 2, used: 1 },
    { reason: "pool_full", pool: "gpu", used: 1, slots: 2 },
  ],
  ["it is larger than its pool", { needs: 3 }, { reason: "pool_too_small", pool: "gpu", needs: 3, slots: 2 }],
  ["what its pool has is kept for another", { used: 1, kept: true }, { reason: "pool_kept", pool: "gpu" }],
  ["its pool is closed", { slots: 0 }, { reason: "pool_too_small", pool: "gpu", needs: 1, slots: 0 }],
  ["its pool has no limit", { slots: -1, used: 99 }, { reason: "starting" }],
  ["its run has as many tasks as it may", { active: 16 }, { reason: "active_tasks", active: 16, limit: 16 }],
  [
    "it waits for its next try",
    { state: "up_for_retry", eligibleAt: later },
    { reason: "retry_delay", until: later.toISOString() },
  ],
  ["its next try is due", { state: "up_for_retry", eligibleAt: NOW }, { reason: "starting" }],
  [
    "its next try is due and the pool is full",
    { state: "up_for_retry", eligibleAt: NOW, used: 2 },
    { reason: "pool_full", pool: "gpu", used: 2, slots: 2 },
  ],
  [
    "queued, and no worker listens",
    { state: "queued", workers: 0, places: 0 },
    { reason: "no_worker", queue: "default" },
  ],
  [
    "queued, and all workers are busy",
    { state: "queued", taken: 4 },
    { reason: "workers_busy", queue: "default", taken: 4, places: 4 },
  ],
  [
    "queued before the pause",
    { state: "queued", isPaused: true, used: 2, active: 16 },
    { reason: "starting" },
  ],
  ["its old try is being stopped", { state: "restarting" }, { reason: "restarting" }],
  ["it runs", { state: "running" }, null],
  ["it has ended", { state: "success", isPaused: true }, null],
])("a task: %s", (_, facts, why) => {
  expect(taskWaitsFor({ ...task, ...facts }, NOW)).toEqual(why);
});

it("a running run waits for what its nearest task waits for, and not at all while one runs", () => {
  const full = { state: "none", waits: { reason: "pool_full" as const, pool: "gpu", used: 2, slots: 2 } };
  const retry = {
    state: "up_for_retry",
    waits: { reason: "retry_delay" as const, until: later.toISOString() },
  };
  const queued = { state: "queued", waits: { reason: "no_worker" as const, queue: "gpu" } };
  const behind = { state: "none", waits: { reason: "upstream" as const, task_ids: ["a"] } };
  expect(runningWaitsFor([behind, retry, full])).toEqual(full.waits);
  expect(runningWaitsFor([behind, retry, full, queued])).toEqual(queued.waits);
  expect(runningWaitsFor([behind, retry])).toEqual(retry.waits);
  expect(runningWaitsFor([full, { state: "running", waits: null }])).toBeNull();
  expect(runningWaitsFor([])).toBeNull();
});
