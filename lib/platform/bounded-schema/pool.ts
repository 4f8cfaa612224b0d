import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { RateLimitedError } from "@/lib/platform/errors";
import { type SchemaAnswer, type SchemaRequest, schemaThread, type ThreadSettings } from "./thread";

/** One that is held by a slow schema leaves the other for everybody else. */
const THREADS = 2;
/** An ordinary form is checked in a few milliseconds; this leaves room for a busy machine. */
const DEADLINE_MS = 1_500;
/** Callers hold a transaction meanwhile. Both together stay below what the database allows one to stand still (db.ts). */
const WAIT_MS = 1_500;
const HEAP_MB = 128;
const MOST_WAITING = 50;

type Job = {
  request: SchemaRequest;
  resolve: (answer: SchemaAnswer) => void;
  reject: (error: unknown) => void;
  late: NodeJS.Timeout;
};

/**
 * A few threads, started when first needed, that do one check each at a time. One that has not answered at its deadline,
 * or that needs too much memory, is ended and another takes its place; the process that asked goes on all the while.
 */
export class SchemaThreads {
  readonly #deadlineMs: number;
  readonly #waitMs: number;
  readonly #waiting: Job[] = [];
  #idle: Worker[] = [];
  #busy = 0;

  constructor(deadlineMs = DEADLINE_MS, waitMs = WAIT_MS) {
    this.#deadlineMs = deadlineMs;
    this.#waitMs = waitMs;
  }

  check(request: SchemaRequest): Promise<SchemaAnswer> {
    if (this.#waiting.length >= MOST_WAITING) return Promise.reject(tooBusy());
    return new Promise((resolve, reject) => {
      const job: Job = { request, resolve, reject, late: setTimeout(() => this.#giveUp(job), this.#waitMs) };
      this.#waiting.push(job);
      this.#next();
    });
  }

  #giveUp(job: Job): void {
    const at = this.#waiting.indexOf(job);
    if (at < 0) return;
    this.#waiting.splice(at, 1);
    job.reject(tooBusy());
  }

  #next(): void {
    if (this.#busy >= THREADS) return;
    const job = this.#waiting.shift();
    if (!job) return;
    clearTimeout(job.late);
    this.#busy += 1;
    void this.#run(job.request)
      .then(job.resolve, job.reject)
      .finally(() => {
        this.#busy -= 1;
        this.#next();
      });
  }

  async #run(request: SchemaRequest): Promise<SchemaAnswer> {
    const thread = this.#idle.pop() ?? (await this.#start());
    thread.ref();
    const answer = await answerOf(thread, request, this.#deadlineMs);
    if (answer) {
      thread.unref();
      this.#idle.push(thread);
      return answer;
    }
    await thread.terminate();
    return { kind: "too-much" };
  }

  async #start(): Promise<Worker> {
    const settings: ThreadSettings = { packages: join(process.cwd(), "package.json") };
    const thread = new Worker(`(${schemaThread})()`, {
      eval: true,
      env: {},
      execArgv: [],
      workerData: settings,
      resourceLimits: { maxOldGenerationSizeMb: HEAP_MB, maxYoungGenerationSizeMb: HEAP_MB / 4 },
    });
    await once(thread, "message");
    // How a thread ended is read from its answer, or from there being none.
    thread.on("error", () => {});
    thread.on("exit", () => {
      this.#idle = this.#idle.filter((one) => one !== thread);
    });
    return thread;
  }
}

const tooBusy = () => new RateLimitedError("Too many schemas are being checked at this moment.", 2);

/** Null when there is none in time, or never will be. */
function answerOf(thread: Worker, request: SchemaRequest, deadlineMs: number): Promise<SchemaAnswer | null> {
  return new Promise((resolve) => {
    const settle = (answer: SchemaAnswer | null) => {
      clearTimeout(deadline);
      thread.off("message", settle).off("exit", gone);
      resolve(answer);
    };
    const gone = () => settle(null);
    const deadline = setTimeout(gone, deadlineMs);
    thread.on("message", settle).on("exit", gone);
    thread.postMessage(request);
  });
}
