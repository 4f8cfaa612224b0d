import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Ctx } from "@/lib/platform/context";
import { type Attempted, STUCK_AFTER_MS } from "./attempt";
import { defineJob, type Job, type JobTurn } from "./define-job";
import { type Loop, startLoop, type World } from "./loop";

/** The loop never looks into the context; it hands it on. */
const CTX = {} as Ctx;
const EVERY_MS = 1_000;

beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout", "performance"] }));
afterEach(() => void vi.useRealTimers());
const later = (ms: number) => vi.advanceTimersByTimeAsync(ms);

/** A loop in a world without a database, where nothing is due by chance; what it tells is kept in `told`. */
function running(given: Partial<Parameters<typeof defineJob>[0]>, world: Partial<World> = {}) {
  const job: Job = defineJob({
    name: "trial",
    everyMs: EVERY_MS,
    timeoutMs: 60_000,
    scope: "everywhere",
    run: async () => undefined,
    ...given,
  });
  const stop = new AbortController();
  const told: string[] = [];
  let isNew = true;
  const say = (attempted: Attempted, failures: number) =>
    told.push(attempted.outcome === "failed" ? `failed ${failures}` : attempted.outcome);
  const loop: Loop = startLoop(job, {
    ctx: CTX,
    stop: stop.signal,
    monotonic: () => performance.now(),
    random: () => 0.5,
    now: async () => new Date(0),
    async hold() {
      const held = { signal: stop.signal, isNew };
      isNew = false;
      return held;
    },
    restOf: async () => null,
    note: {
      began: () => told.push("began"),
      stuck: () => told.push("stuck"),
      ended: (_, attempted, failures) => say(attempted, failures),
      nextIn: () => {},
      stoodBy: () => told.push("stood by"),
    },
    ...world,
  });
  return { loop, told, stop };
}

/** A run that is in the test's hand. */
function held() {
  const turns: (JobTurn & { end(): void; fail(error: Error): void })[] = [];
  const run = (turn: JobTurn) =>
    new Promise<undefined>(
      (resolve, fail) => void turns.push({ ...turn, end: () => resolve(undefined), fail }),
    );
  return { turns, run };
}

describe("a job", () => {
  it("runs at once, and again as long after its end as it says", async () => {
    const { turns, run } = held();
    running({ run });
    await later(0);
    await later(10 * EVERY_MS);
    expect(turns).toHaveLength(1);
    turns[0]?.end();
    await later(EVERY_MS - 1);
    expect(turns).toHaveLength(1);
    await later(1);
    expect(turns).toHaveLength(2);
  });

  it("that says that something is left goes on at once", async () => {
    let left = 3;
    const { told } = running({ run: async () => (--left > 0 ? "again" : undefined) });
    await later(0);
    expect(told).toEqual(["began", "succeeded", "began", "succeeded", "began", "succeeded"]);
  });

  it("that fails waits twice as long each time, and keeps its pace again once it works", async () => {
    let isBroken = true;
    const { told } = running({
      retry: { firstMs: 1_000, mostMs: 4_000 },
      run: async () => {
        if (isBroken) throw new Error("broken");
        return undefined;
      },
    });
    const at: number[] = [];
    for (let ms = 0; ms < 12_000; ms += 500) {
      const before = told.length;
      await later(ms === 0 ? 0 : 500);
      if (told.length > before) at.push(ms);
    }
    expect(at).toEqual([0, 1_000, 3_000, 7_000, 11_000]);
    expect(told.filter((word) => word !== "began")).toEqual([1, 2, 3, 4, 5].map((n) => `failed ${n}`));
    isBroken = false;
    await later(4_000);
    await later(EVERY_MS);
    expect(told.slice(-4)).toEqual(["began", "succeeded", "began", "succeeded"]);
  });

  it.each([
    ["throws at once", () => Promise.reject(new Error("no"))],
    ["throws what is no error", () => Promise.reject("no")],
    [
      "throws before it has begun",
      () => {
        throw new Error("no");
      },
    ],
  ])("that %s fails", async (_, run) => {
    const { told } = running({ run });
    await later(0);
    expect(told).toEqual(["began", "failed 1"]);
  });

  it("that takes too long is asked to stop, and fails although it ends well", async () => {
    const { turns, run } = held();
    const { told } = running({ run, timeoutMs: 5_000 });
    await later(4_999);
    expect(turns[0]?.signal.aborted).toBe(false);
    await later(1);
    expect(turns[0]?.signal.aborted).toBe(true);
    turns[0]?.end();
    await later(0);
    expect(told).toEqual(["began", "failed 1"]);
  });

  it("that ignores its signal is stuck, and does not start twice until it has come back", async () => {
    const { turns, run } = held();
    const { told, loop } = running({ run, timeoutMs: 5_000 });
    await later(5_000 + STUCK_AFTER_MS);
    expect(told).toEqual(["began", "stuck"]);
    loop.runNow();
    await later(3_600_000);
    expect(turns).toHaveLength(1);
    turns[0]?.end();
    await later(0);
    expect(told).toEqual(["began", "stuck", "failed 1", "began"]);
  });

  it("ends with its process: what runs is asked to stop, and that is no failure", async () => {
    const { turns, run } = held();
    const { told, stop, loop } = running({ run });
    await later(0);
    stop.abort();
    expect(turns[0]?.signal.aborted).toBe(true);
    turns[0]?.fail(new Error("stopped"));
    await loop.ended;
    expect(told).toEqual(["began", "stopped"]);
  });

  it("that waits ends with its process at once", async () => {
    const { stop, loop } = running({ everyMs: 3_600_000 });
    await later(0);
    stop.abort();
    await loop.ended;
  });
});

describe("a job that is roused", () => {
  function rousable(world: Partial<Parameters<typeof defineJob>[0]> = {}) {
    let rouse = () => {};
    let isOver = false;
    const reasons: string[] = [];
    const made = running({
      wake(given) {
        rouse = given;
        return () => {
          isOver = true;
        };
      },
      run: async ({ reason }) => {
        reasons.push(reason);
        return undefined;
      },
      ...world,
    });
    return { ...made, reasons, rouse: () => rouse(), isOver: () => isOver };
  }

  it("runs for what was announced, many at once, and keeps the time of its next run", async () => {
    const { reasons, rouse, stop, loop, isOver } = rousable();
    await later(500);
    for (let i = 0; i < 10; i++) rouse();
    await later(0);
    expect(reasons).toEqual(["due", "woken"]);
    for (let i = 0; i < 10; i++) rouse();
    await later(24);
    expect(reasons).toHaveLength(2);
    await later(1);
    expect(reasons).toEqual(["due", "woken", "woken"]);
    await later(475);
    expect(reasons).toEqual(["due", "woken", "woken", "due"]);
    stop.abort();
    await loop.ended;
    expect(isOver()).toBe(true);
  });

  it("looks again for what is announced while it runs", async () => {
    const { turns, run } = held();
    const { rouse } = rousable({ run });
    await later(0);
    rouse();
    turns[0]?.end();
    await later(0);
    expect(turns.map(({ reason }) => reason)).toEqual(["due", "woken"]);
  });

  it("and fails then hears nothing until it is due: an announcement a millisecond is no attempt a millisecond", async () => {
    const tries: string[] = [];
    const { rouse } = rousable({
      retry: { firstMs: 1_000, mostMs: 1_000 },
      run: async ({ reason }) => {
        tries.push(reason);
        throw new Error("no");
      },
    });
    await later(0);
    for (let ms = 0; ms < 900; ms++) {
      rouse();
      await later(1);
    }
    expect(tries).toEqual(["due", "woken"]);
    await later(100);
    expect(tries).toEqual(["due", "woken", "due"]);
  });
});

describe("a job that another process has", () => {
  it("is taken over when that one lets it go, at the time that its row tells", async () => {
    let isOurs = false;
    let isNew = true;
    const { told } = running(
      { scope: "one at a time", everyMs: 60_000 },
      {
        async hold() {
          if (!isOurs) return null;
          const got = { signal: new AbortController().signal, isNew };
          isNew = false;
          return got;
        },
        restOf: async () => 20_000,
      },
    );
    await later(5_000);
    expect(new Set(told)).toEqual(new Set(["stood by"]));
    isOurs = true;
    told.length = 0;
    await later(20_000);
    expect(told).toEqual([]);
    await later(1_000);
    expect(told).toEqual(["began", "succeeded"]);
  });

  it("fails where it cannot be known whose it is, and asks again", async () => {
    const { told } = running({}, { hold: () => Promise.reject(new Error("no database")) });
    await later(1_000);
    expect(told).toEqual(["failed 1", "failed 2"]);
  });

  it("is stopped where it is taken away, and that is no failure", async () => {
    const right = new AbortController();
    const { turns, run } = held();
    let asked = 0;
    const { told } = running(
      { run, scope: "one at a time" },
      { hold: async () => (asked++ === 0 ? { signal: right.signal, isNew: true } : null) },
    );
    await later(0);
    right.abort();
    turns[0]?.fail(new Error("stopped"));
    await later(0);
    expect(told).toEqual(["began", "stopped", "stood by"]);
  });
});

it("one that hangs and one that throws keep no other from its turn", async () => {
  const { run } = held();
  running({ run });
  running({ run: () => Promise.reject(new Error("no")) });
  const { told } = running({});
  await later(3 * EVERY_MS);
  expect(told.filter((word) => word === "succeeded")).toHaveLength(4);
});
