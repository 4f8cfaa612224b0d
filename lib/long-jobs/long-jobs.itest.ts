import { randomUUID } from "node:crypto";
import { afterEach, describe, expect, test } from "vitest";
import * as z from "zod";
import { type JobRunner, startJobs } from "@/lib/jobs";
import { poolSql } from "@/lib/platform/db";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import type { AnyLongJob, LongTurn } from "./define-long-job";
import {
  cancelLongJob,
  defineLongJob,
  getLongJob,
  keepLongJobs,
  listLongJobs,
  retryLongJob,
  startLongJob,
} from "./index";
import { claim, end, recoverExpired, renew, writeProgress } from "./repository/leases";
import { workOff } from "./testing";

const stores = testStores();
const sql = () => poolSql(stores.db.pool);
const editor = () => testCtx(stores, ["queues:read", "runs:write"]);
const stateOf = (id: string) => getLongJob(editor(), { id });
const WORDS = { lost: "lost", tooOften: "too often" };

const Input = z.strictObject({ what: z.string() });
type Turn = LongTurn<z.output<typeof Input>, number>;
/** A kind of its own for each test, so that no keeper takes the job of another test. */
function kind(run: (turn: Turn) => Promise<unknown>, exclusive?: (input: { what: string }) => string) {
  return defineLongJob({
    name: `trial-${randomUUID()}`,
    input: Input,
    checkpoint: z.number(),
    permissions: ["runs:write"],
    subject: ({ what }) => what,
    ...(exclusive ? { exclusive } : {}),
    run,
  });
}
const untilAborted = (signal: AbortSignal) =>
  new Promise<never>((_, stop) =>
    signal.addEventListener("abort", () => stop(signal.reason), { once: true }),
  );

const stops: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop();
});
/** A process that runs these kinds. */
function keep(process: string, kinds: AnyLongJob[], concurrency = 2): JobRunner & { drain(): Promise<void> } {
  const keeper = keepLongJobs(stores, kinds, { process, concurrency });
  const jobs = startJobs(stores, [keeper.job], { process });
  const drain = async () => {
    await keeper.stop();
    await jobs.stop();
  };
  stops.push(drain);
  return { ...jobs, drain };
}

describe("a long job", () => {
  test("runs as who started it, tells how far it is, and leaves its result", async () => {
    let seen: unknown;
    const trial = kind(async ({ ctx, input, checkpoint, progress }) => {
      seen = { name: ctx.actor.name, permissions: [...ctx.actor.permissions], input, checkpoint };
      progress({ done: 3, total: 3, unit: "rows" });
      return { rows: 3 };
    });
    const ctx = editor();
    const { id, created } = await startLongJob(trial)(ctx, { what: "a" });
    expect(created).toBe(true);
    keep("p1", [trial]);
    const ended = await waitFor("its end", async () => {
      const job = await stateOf(id);
      return job.state === "succeeded" ? job : null;
    });
    expect(seen).toEqual({
      name: ctx.actor.name,
      permissions: ["runs:write", "queues:read"],
      input: { what: "a" },
      checkpoint: null,
    });
    expect(ended).toMatchObject({
      subject: "a",
      attempts: 1,
      created_by: ctx.actor.name,
      result: { rows: 3 },
      progress: { done: 3, total: 3, unit: "rows" },
    });
    const audit = await stores.db.prisma.auditLog.findMany({ where: { targetId: id } });
    expect(audit).toMatchObject([
      { action: "long_job.start", actorId: ctx.actor.id, detail: { subject: "a" } },
    ]);
  });

  test("that throws fails, with why; run again, it goes on from its checkpoint, as who asked", async () => {
    const begun: (number | null)[] = [];
    const trial = kind(async ({ checkpoint, progress, ctx }) => {
      begun.push(checkpoint);
      if (checkpoint === null) {
        progress({ done: 7 }, 7);
        throw new Error("postgres://u:hunter2@db is no place for this");
      }
      return ctx.actor.name;
    });
    const { id } = await startLongJob(trial)(editor(), { what: "b" });
    await workOff(stores, [trial]);
    const failed = await stateOf(id);
    expect(failed).toMatchObject({ state: "failed", progress: { done: 7 } });
    expect(failed.error).not.toContain("hunter2");
    await retryLongJob(testCtx(stores, ["queues:read", "runs:write"], { name: "Second" }), { id });
    await workOff(stores, [trial]);
    expect(begun).toEqual([null, 7]);
    expect(await stateOf(id)).toMatchObject({
      state: "succeeded",
      result: "Second",
      attempts: 2,
      error: null,
    });
  });

  test("waits and is tried again when a store was away, and fails when that goes on", async () => {
    const trial = kind(() => Promise.reject(Object.assign(new Error("connect"), { code: "ECONNREFUSED" })));
    const { id } = await startLongJob(trial)(editor(), { what: "c" });
    await workOff(stores, [trial]);
    expect(await stateOf(id)).toMatchObject({ state: "queued", error: "connect", attempts: 1 });
    expect((await stateOf(id)).next_at).not.toBeNull();
    for (let tries = 1; tries < 5; tries++) {
      await sql().rows("UPDATE long_job SET run_after = now() WHERE id = $1", [id]);
      await workOff(stores, [trial]);
    }
    expect(await stateOf(id)).toMatchObject({ state: "failed", attempts: 5 });
  });

  test.each([
    ["a result that is a heap", async () => "x".repeat(100_000), /65536 bytes/],
    ["a result that JSON cannot hold", async () => 1n, /BigInt/],
  ])("with %s fails and hurts nothing else", async (_, run, why) => {
    const trial = kind(run);
    const { id } = await startLongJob(trial)(editor(), { what: "d" });
    await workOff(stores, [trial]);
    const job = await stateOf(id);
    expect([job.state, why.test(job.error ?? "")]).toEqual(["failed", true]);
  });

  test("whose row this release does not understand fails, and says so", async () => {
    const trial = kind(async () => null);
    const { id } = await startLongJob(trial)(editor(), { what: "e" });
    await sql().rows(`UPDATE long_job SET input = '{"other": 1}' WHERE id = $1`, [id]);
    await workOff(stores, [trial]);
    expect((await stateOf(id)).state).toBe("failed");
  });
});

describe("an attempt whose process is gone", () => {
  async function lost(trial: ReturnType<typeof kind>) {
    const { id } = await startLongJob(trial)(editor(), { what: "f" });
    const [row] = await claim(sql(), { kinds: [trial.name], owner: "gone", leaseMs: 60_000, limit: 1 });
    if (!row) throw new Error("nothing was claimed");
    const progress = { done: 41, total: 100, unit: null, message: null };
    expect(await writeProgress(sql(), row, { progress, checkpoint: "41" })).toBe(true);
    await sql().rows("UPDATE long_job SET lease_until = now() - interval '1 second' WHERE id = $1", [id]);
    return { id, row, progress };
  }

  test("is resumed from its checkpoint by another, and nothing that it says later counts", async () => {
    const trial = kind(async ({ checkpoint }) => checkpoint);
    const { id, row, progress } = await lost(trial);
    expect(await recoverExpired(sql(), WORDS)).toContain(id);
    expect(await stateOf(id)).toMatchObject({ state: "queued", error: "lost" });
    keep("other", [trial]);
    await waitFor("the other", async () => (await stateOf(id)).state === "succeeded");
    // Late words of the one that was frozen, after the other's.
    expect(await end(sql(), row, { state: "failed", error: "late" })).toBe(false);
    expect(await writeProgress(sql(), row, { progress, checkpoint: "0" })).toBe(false);
    expect(await renew(sql(), [row], 60_000)).toEqual([{ id, isCancelled: false, isLost: true }]);
    expect(await stateOf(id)).toMatchObject({ state: "succeeded", result: 41, attempts: 2, error: null });
  });

  test("a late end is refused while the other one still runs, too", async () => {
    const trial = kind(({ signal }) => untilAborted(signal));
    const { id, row } = await lost(trial);
    await recoverExpired(sql(), WORDS);
    const [second] = await claim(sql(), { kinds: [trial.name], owner: "b", leaseMs: 60_000, limit: 1 });
    expect(await end(sql(), row, { state: "succeeded", result: "1" })).toBe(false);
    expect(await stateOf(id)).toMatchObject({ state: "running", attempts: second?.attempts });
  });

  test("that was cancelled meanwhile has ended, and one that takes its process along each time fails", async () => {
    const trial = kind(async () => null);
    const cancelled = await lost(trial);
    await cancelLongJob(editor(), { id: cancelled.id });
    await recoverExpired(sql(), WORDS);
    expect((await stateOf(cancelled.id)).state).toBe("cancelled");
    const deadly = await lost(trial);
    await sql().rows("UPDATE long_job SET failures = 4 WHERE id = $1", [deadly.id]);
    await recoverExpired(sql(), WORDS);
    expect(await stateOf(deadly.id)).toMatchObject({ state: "failed", error: "too often" });
  });

  test("of two processes that look, one gets it", async () => {
    const trial = kind(async () => null);
    await startLongJob(trial)(editor(), { what: "g" });
    const by = (owner: string) => claim(sql(), { kinds: [trial.name], owner, leaseMs: 60_000, limit: 5 });
    const both = await Promise.all([by("a"), by("b"), by("c")]);
    expect(both.flat()).toHaveLength(1);
  });
});

test("a drain gives a job back at once, with its checkpoint, and another process goes on", async () => {
  const begun: (number | null)[] = [];
  const trial = kind(async ({ checkpoint, progress, signal }) => {
    begun.push(checkpoint);
    if (checkpoint !== null) return checkpoint;
    progress({ done: 12 }, 12);
    return untilAborted(signal);
  });
  const first = keep("first", [trial]);
  const { id } = await startLongJob(trial)(editor(), { what: "h" });
  first.look();
  await waitFor("the first", () => begun.length === 1);
  await first.drain();
  expect(await stateOf(id)).toMatchObject({ state: "queued", error: null, next_at: null });
  keep("second", [trial]);
  await waitFor("the second", async () => (await stateOf(id)).state === "succeeded");
  expect(begun).toEqual([null, 12]);
});

describe("a cancel", () => {
  test("ends one that waits at once, and one that runs when it has stopped; another changes nothing", async () => {
    let isOver = false;
    const trial = kind(async ({ signal }) => {
      await untilAborted(signal).finally(() => {
        isOver = true;
      });
    });
    const waiting = await startLongJob(trial)(editor(), { what: "i" });
    expect((await cancelLongJob(editor(), { id: waiting.id })).state).toBe("cancelled");
    const { id } = await startLongJob(trial)(editor(), { what: "j" });
    keep("p1", [trial]);
    await waitFor("the run", async () => (await stateOf(id)).state === "running");
    expect(await cancelLongJob(editor(), { id })).toMatchObject({ state: "running", is_cancelling: true });
    await cancelLongJob(editor(), { id }).catch(() => {});
    await waitFor("the end", async () => (await stateOf(id)).state === "cancelled");
    expect(isOver).toBe(true);
    const deeds = await stores.db.prisma.auditLog.findMany({
      where: { targetId: id },
      orderBy: { id: "asc" },
    });
    expect(deeds.map(({ action }) => action)).toEqual(["long_job.start", "long_job.cancel"]);
    await expect(cancelLongJob(editor(), { id })).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

describe("who may", () => {
  test("needs the permissions of the kind to start, cancel and run again; to look is for all who see queues", async () => {
    const trial = kind(async () => null);
    const viewer = testCtx(stores, ["queues:read"]);
    await expect(startLongJob(trial)(viewer, { what: "k" })).rejects.toMatchObject({ code: "FORBIDDEN" });
    const { id } = await startLongJob(trial)(editor(), { what: "k" });
    await expect(cancelLongJob(viewer, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await stateOf(id)).state).toBe("queued");
    await cancelLongJob(editor(), { id });
    await expect(retryLongJob(viewer, { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect((await getLongJob(viewer, { id })).state).toBe("cancelled");
    await expect(getLongJob(testCtx(stores, []), { id })).rejects.toMatchObject({ code: "FORBIDDEN" });
  });

  test.each([
    ["no input", {}],
    ["another field", { what: "a", dag_id: "b" }],
    ["no text", { what: 1 }],
    ["a NUL", { what: "a\0b" }],
    ["something deep", { what: Array.from({ length: 200 }).reduce((inner) => [inner], "a") }],
  ])("sends %s and is refused", async (_, input) => {
    const trial = kind(async () => null);
    const start = startLongJob(trial) as (ctx: unknown, input: unknown) => Promise<unknown>;
    await expect(start(editor(), input)).rejects.toMatchObject({ code: "INVALID" });
  });
});

describe("one of a key", () => {
  test("is queued or running at a time: who asks for a second is told of the first", async () => {
    const trial = kind(
      async () => null,
      ({ what }) => what,
    );
    const start = startLongJob(trial);
    const all = await Promise.all([1, 2, 3].map(() => start(editor(), { what: "same" })));
    expect(new Set(all.map(({ id }) => id)).size).toBe(1);
    expect(all.filter(({ created }) => created)).toHaveLength(1);
    const other = await start(editor(), { what: "other" });
    expect(other.created).toBe(true);
    await cancelLongJob(editor(), { id: all[0]?.id ?? "" });
    const next = await start(editor(), { what: "same" });
    expect(next.created).toBe(true);
    await expect(retryLongJob(editor(), { id: all[0]?.id ?? "" })).rejects.toMatchObject({
      code: "CONFLICT",
      extra: { reason: { code: "long_job_active", values: { id: next.id } } },
    });
    await cancelLongJob(editor(), { id: next.id });
  });
});

test("a process runs as many at once as it may, and a hanging one keeps no other waiting behind a free place", async () => {
  const running: string[] = [];
  const trial = kind(async ({ input, signal }) => {
    running.push(input.what);
    if (input.what.startsWith("hang")) await untilAborted(signal);
    return null;
  });
  const start = startLongJob(trial);
  const ids = [];
  for (const what of ["hang", "one", "two"]) ids.push((await start(editor(), { what })).id);
  keep("p1", [trial], 2);
  for (const id of ids.slice(1))
    await waitFor("the end", async () => (await stateOf(id)).state === "succeeded");
  expect(running.toSorted()).toEqual(["hang", "one", "two"]);
});

test("the list is paged, the newest first", async () => {
  const trial = kind(async () => null);
  const ids: string[] = [];
  for (const what of ["l1", "l2", "l3"]) ids.push((await startLongJob(trial)(editor(), { what })).id);
  const first = await listLongJobs(editor(), { limit: 2 });
  expect(first).toMatchObject({ has_more: true });
  const rest = await listLongJobs(editor(), { limit: 200, cursor: first.next_cursor ?? "" });
  const seen = [...first.data, ...rest.data].map(({ id }) => id).filter((id) => ids.includes(id));
  expect(seen.toSorted()).toEqual(ids.toSorted());
  const running = await listLongJobs(editor(), { state: "running" });
  expect(running.data.filter(({ id }) => ids.includes(id))).toEqual([]);
  await expect(listLongJobs(editor(), { cursor: "!" })).rejects.toMatchObject({ code: "INVALID" });
});
