import { once } from "node:events";
import { join } from "node:path";
import { Worker } from "node:worker_threads";
import { RateLimitedError } from "@/lib/platform/errors";
import { type SchemaAnswer, type SchemaRequest, schemaThread, type ThreadSettings } from "./thread";

/** Two, so that one slow schema does not block other checks. */
const THREADS = 2;
/** A usual form takes a few milliseconds; this allows for a busy machine. */
const DEADLINE_MS = 1_500;
/** Callers hold a transaction meanwhile, so both together stay below its idle limit (db/connections.ts). */
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
 * A few threads, started on first use, with one check each at a time. A thread that misses its deadline or exceeds its
 * memory is terminated and replaced.
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
    // The reply, or its absence, tells how the thread ended.
    thread.on("error", () => {});
    thread.on("exit", () => {
      this.#idle = this.#idle.filter((one) => one !== thread);
    });
    return thread;
  }
}

const tooBusy = () => new RateLimitedError("Too many schemas are being checked at this moment.", 2);

/** Null when no reply came in time, or the thread ended. */
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
