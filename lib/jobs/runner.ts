import { setMaxListeners } from "node:events";
import { hostname } from "node:os";
import { setTimeout as delay } from "node:timers/promises";
import { type Deps, systemCtx } from "@/lib/platform/context";
import { databaseNow, poolSql } from "@/lib/platform/db";
import { createBook, placeOf } from "./book";
import type { Job } from "./define-job";
import { type Notes, startLoop } from "./loop";
import { jobMetrics } from "./metrics";
import { createOwnership } from "./ownership";
import { createPause } from "./pause";
import * as repository from "./repository";

/** How often rows are written while all is well, what people asked for is looked at, and the session speaks. */
const BEAT_MS = 10_000;
/** A drain waits this long for runs that were asked to stop; what is left of its time is for their rows. */
const LAST_RUNS_MS = 8_000;
const FORGET_DAYS = 30;

export type JobRunner = {
  /** Looks at once at what people have asked for. */
  look(): void;
  /** How long ago a run of the job succeeded, in ms. */
  sinceSuccess(name: string): number;
  /** Asks what runs to stop, waits for it, and gives this process' jobs to the others. */
  stop(): Promise<void>;
};

type Options = { process?: string; random?: () => number };

/** Runs each job in a loop of its own. One that throws, hangs or takes long is its own affair. */
export function startJobs(deps: Deps, jobs: readonly Job[], options: Options = {}): JobRunner {
  const names = new Set(jobs.map(({ name }) => name));
  if (names.size < jobs.length) throw new Error("Two jobs have the same name");
  const { process: place = `${hostname()}:${process.pid}`, random = Math.random } = options;
  const { db, log } = deps;
  const sql = poolSql(db.pool);
  const stopping = new AbortController();
  // Each job listens to it; more than ten are no leak.
  setMaxListeners(0, stopping.signal);
  const ownership = createOwnership(db);
  const monotonic = () => performance.now();
  const book = createBook({
    jobs,
    process: place,
    monotonic,
    write: (news) => repository.writeNews(sql, news),
    failed: (error) => log.debug({ err: error }, "the rows of jobs were not written; the next beat does it"),
  });
  const note: Notes = { ...book, ...measured(book, log) };

  const loops = new Map(
    jobs.map((job) => [
      job.name,
      startLoop(job, {
        ctx: systemCtx(deps, job.actor ?? job.name),
        stop: stopping.signal,
        monotonic,
        random,
        now: () => databaseNow(db.pool).catch(() => deps.clock.now()),
        hold: job.scope === "everywhere" ? alwaysOurs(stopping.signal) : () => ownership.hold(job.name),
        restOf: () => repository.restOf(sql, job.name, placeOf(job, place)),
        note,
      }),
    ]),
  );

  const pause = createPause();
  const beating = (async () => {
    await repository.forgetUnseen(sql, FORGET_DAYS).catch(() => {});
    while (!stopping.signal.aborted) {
      await book.flush();
      await ownership.stayAlive().catch(() => {});
      const asked = await repository.takeRequests(sql, place).catch(() => []);
      for (const name of asked) loops.get(name)?.runNow();
      await pause.wait(BEAT_MS);
    }
  })();

  return {
    look: () => pause.rouse(),
    sinceSuccess: book.sinceSuccess,
    async stop() {
      stopping.abort(new Error("The process ends"));
      ownership.stopAll();
      pause.rouse();
      const all = Promise.all([beating, ...[...loops.values()].map(({ ended }) => ended)]);
      await Promise.race([all, delay(LAST_RUNS_MS, undefined, { ref: false })]);
      await book.flush();
      ownership.release();
    },
  };
}

/** Every process runs it: the right to it is new once, and ends with the process. */
function alwaysOurs(signal: AbortSignal) {
  let isNew = true;
  return async () => {
    const held = { signal, isNew };
    isNew = false;
    return held;
  };
}

/** The book's notes, with a line in the log and the metrics. */
function measured(book: Notes, log: Deps["log"]): Pick<Notes, "began" | "stuck" | "ended"> {
  const metrics = jobMetrics();
  const begun = new Map<string, number>();
  return {
    began(job) {
      begun.set(job.name, performance.now());
      book.began(job);
    },
    stuck(job, error) {
      metrics.stuck.set({ job: job.name }, 1);
      log.error({ job: job.name, err: error }, "a job does not stop");
      book.stuck(job, error);
    },
    ended(job, attempted, failuresInRow) {
      const { outcome } = attempted;
      metrics.runs.inc({ job: job.name, outcome });
      const from = begun.get(job.name);
      if (from !== undefined) metrics.seconds.observe({ job: job.name }, (performance.now() - from) / 1_000);
      begun.delete(job.name);
      metrics.stuck.set({ job: job.name }, 0);
      if (outcome === "succeeded") metrics.lastSuccess.setToCurrentTime({ job: job.name });
      if (outcome === "failed")
        log.warn({ job: job.name, failures: failuresInRow, err: attempted.error }, "a job failed");
      book.ended(job, attempted, failuresInRow);
    },
  };
}
