import type { Ctx } from "@/lib/platform/context";
import { type Attempted, attempt } from "./attempt";
import { backOffMs } from "./back-off";
import type { Job, JobTurn } from "./define-job";
import { restMs, waitMs } from "./next-run";
import { createPause } from "./pause";

/** What a loop needs of the process around it. Times of `monotonic` are of a clock that nobody sets, in ms. */
export type World = {
  ctx: Ctx;
  /** Aborted when the process drains. */
  stop: AbortSignal;
  monotonic(): number;
  random(): number;
  /** By the database's clock, while that can be asked. */
  now(): Promise<Date>;
  /** Null: another process runs the job. `signal` is aborted when that becomes so; `isNew` when this one has just got it. */
  hold(job: Job): Promise<{ signal: AbortSignal; isNew: boolean } | null>;
  /** What is left of the wait that the row of the job tells of. */
  restOf(job: Job): Promise<number | null>;
  note: Notes;
};

/** Where a loop tells what it did. None of these throws or waits. */
export type Notes = {
  began(job: Job): void;
  stuck(job: Job, error: Error): void;
  ended(job: Job, attempted: Attempted, failuresInRow: number): void;
  nextIn(job: Job, ms: number): void;
  stoodBy(job: Job): void;
};

/** A busy waker announces each thing by itself; one look serves many. */
const WAKE_GAP_MS = 25;
/** How soon a process that stands by notices that it may take a job over. */
const STAND_BY_MS = 1_000;

export type Loop = {
  /** Makes the job due; while it runs, once more after that. */
  runNow(): void;
  /** Settles when the process drains and the last run has come back. */
  ended: Promise<void>;
};

/** Runs one job whenever it is due or roused, until the process drains. Nothing it does reaches another job's loop. */
export function startLoop(job: Job, world: World): Loop {
  const { stop, monotonic, random, note } = world;
  const pause = createPause();
  let dueAt = Number.NEGATIVE_INFINITY;
  let failures = 0;
  let isAsked = false;
  let isWoken = false;
  let isRested = false;
  // A woken run that failed would fail with each announcement; the next due run tries again.
  let isDeaf = false;

  const unsubscribe = job.wake?.(() => {
    isWoken = true;
    pause.rouse();
  });
  stop.addEventListener("abort", pause.rouse, { once: true });

  function setDue(ms: number): void {
    dueAt = monotonic() + ms;
    note.nextIn(job, ms);
  }

  /** Only a cron expression asks for the time: a tick is not to cost a question each. */
  const nowFor = async (one: Job) => ("cron" in one ? world.now() : new Date(0));

  /** Returns the signal of this process' right to run the job; null when the job is not to be run now. */
  async function mayRun(): Promise<AbortSignal | null> {
    const held = await world.hold(job);
    if (!held) {
      note.stoodBy(job);
      dueAt = monotonic() + STAND_BY_MS;
      return null;
    }
    if (held.isNew) isRested = false;
    if (!isRested) {
      const rest = restMs(job, await world.restOf(job), await nowFor(job));
      isRested = true;
      setDue(rest);
      if (rest > 0) return null;
    }
    return held.signal;
  }

  function settle(attempted: Attempted, reason: JobTurn["reason"], pauseMs: number): void {
    failures = attempted.outcome === "failed" ? failures + 1 : 0;
    note.ended(job, attempted, failures);
    // Whose the job is now is asked at once.
    if (attempted.outcome === "stopped") return;
    isDeaf = reason === "woken" && attempted.outcome === "failed";
    if (attempted.outcome === "failed") {
      const retryMs = backOffMs(job.retry, failures, random());
      setDue(reason === "due" ? retryMs : Math.min(retryMs, dueAt - monotonic()));
    } else if (attempted.again) setDue(0);
    else if (reason === "due") setDue(pauseMs);
  }

  async function turn(reason: JobTurn["reason"]): Promise<void> {
    try {
      const right = await mayRun();
      if (!right) return;
      note.began(job);
      const attempted = await attempt(job, { ctx: world.ctx, reason }, right, (error) =>
        note.stuck(job, error),
      );
      settle(attempted, reason, waitMs(job, await nowFor(job), random()));
    } catch (error) {
      settle({ outcome: "failed", error }, "due", 0);
    }
  }

  async function keepRunning(): Promise<void> {
    while (!stop.aborted) {
      if (isAsked || monotonic() >= dueAt) {
        isAsked = false;
        isWoken = false;
        await turn("due");
      } else if (isWoken && !isDeaf) {
        isWoken = false;
        await turn("woken");
        await new Promise((resolve) => setTimeout(resolve, WAKE_GAP_MS));
      } else await pause.wait(dueAt - monotonic());
    }
    unsubscribe?.();
  }

  return {
    runNow() {
      isAsked = true;
      pause.rouse();
    },
    ended: keepRunning(),
  };
}
