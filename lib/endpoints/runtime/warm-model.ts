import type { Signature } from "@/lib/experiments";
import { AppError, RateLimitedError } from "@/lib/platform/errors";
import { formOf, type RowForm } from "../rows/form";
import { LIMITS } from "../values";
import type { ModelFormat, ModelPorts, Run, RunResult } from "./messages";
import { ModelGone, type ModelProcess } from "./model-process";
import type { NamedTensor } from "./tensor";

/** Requests that go to the process in one message; what came while it computed is the next message. */
const MOST_TOGETHER = 64;
/** And not more than what is computed in about this time, by what rows took lately. */
const TOGETHER_MS = 20;
const WEIGHT_OF_LAST = 0.2;
const MOST_WAITING = 1_024;
const RETRY_AFTER_SECONDS = 1;

/** What is known of a loaded model. */
export type Known = { format: ModelFormat | "python"; ports: ModelPorts; signature: Signature | null };
export type Ask = {
  run: Run;
  rows: number;
  deadlineMs: number;
  /** Called when the process is sent it. */
  onSent?: () => void;
};
type Waiting = Ask & {
  late: NodeJS.Timeout;
  resolve(outputs: NamedTensor[]): void;
  reject(error: AppError): void;
};

/**
 * A loaded model and those who wait for it. Nothing waits while the process is idle; what came while it was busy goes to it in
 * one message, each request a run of its own: a caller's answer never depends on rows of others. A caller is answered when its
 * deadline is over, and a process ended that computes for as long as that.
 */
export class WarmModel {
  readonly #waiting: Waiting[] = [];
  #isBusy = false;
  #isClosing = false;
  #msPerRow: number | undefined;
  readonly format: Known["format"];
  readonly ports: ModelPorts;
  readonly form: RowForm;

  constructor(
    readonly process: Pick<ModelProcess, "run" | "isGone" | "kill">,
    { format, ports, signature }: Known,
    readonly monotonic: () => number = () => performance.now(),
  ) {
    this.format = format;
    this.ports = ports;
    this.form = formOf(ports.inputs, signature);
  }

  get isGone(): boolean {
    return this.process.isGone;
  }

  /** Throws UNAVAILABLE when the deadline is over or the process ends, INVALID when the model refuses these values. */
  ask(ask: Ask): Promise<NamedTensor[]> {
    if (this.isGone) return Promise.reject(goneError("ended", ask.deadlineMs));
    if (this.#waiting.length >= MOST_WAITING)
      return Promise.reject(
        new RateLimitedError("Too many requests wait for this model.", RETRY_AFTER_SECONDS),
      );
    return new Promise((resolve, reject) => {
      const waiting: Waiting = {
        ...ask,
        late: setTimeout(() => this.#giveUp(waiting), ask.deadlineMs),
        resolve,
        reject,
      };
      this.#waiting.push(waiting);
      void this.#work();
    });
  }

  /** Ends the process when all who wait have their answers. */
  close(): void {
    this.#isClosing = true;
    if (!this.#isBusy && this.#waiting.length === 0) this.process.kill();
  }

  /** The caller is answered. A run that has begun goes on: the model is not at fault for what waited. */
  #giveUp(waiting: Waiting): void {
    const at = this.#waiting.indexOf(waiting);
    if (at >= 0) this.#waiting.splice(at, 1);
    waiting.reject(goneError("deadline", waiting.deadlineMs));
  }

  async #work(): Promise<void> {
    if (this.#isBusy) return;
    this.#isBusy = true;
    while (this.#waiting.length > 0) await this.#send(this.#take());
    this.#isBusy = false;
    if (this.#isClosing) this.process.kill();
  }

  async #send(together: readonly Waiting[]): Promise<void> {
    const began = this.monotonic();
    const mostMs = Math.max(...together.map(({ deadlineMs }) => deadlineMs));
    for (const { onSent } of together) onSent?.();
    try {
      const results = await this.process.run(
        together.map(({ run }) => run),
        mostMs,
      );
      this.#learn(this.monotonic() - began, sumOfRows(together));
      for (const [at, waiting] of together.entries()) settle(waiting, results[at]);
    } catch (error) {
      const why = error instanceof ModelGone ? error.why : "ended";
      for (const waiting of together) fail(waiting, why);
      for (const waiting of this.#waiting.splice(0)) fail(waiting, "ended");
    }
  }

  #learn(ms: number, rows: number): void {
    const last = ms / Math.max(rows, 1);
    const before = this.#msPerRow ?? last;
    this.#msPerRow = before + (last - before) * WEIGHT_OF_LAST;
  }

  /** The first, and more as far as they are computed soon. */
  #take(): Waiting[] {
    const mostRows = this.#msPerRow === undefined ? 0 : Math.min(LIMITS.rows, TOGETHER_MS / this.#msPerRow);
    let [count, rows] = [0, 0];
    for (const one of this.#waiting) {
      if (count > 0 && (count >= MOST_TOGETHER || rows + one.rows > mostRows)) break;
      count += 1;
      rows += one.rows;
    }
    return this.#waiting.splice(0, count);
  }
}

const sumOfRows = (together: readonly Waiting[]) => together.reduce((sum, { rows }) => sum + rows, 0);

function fail({ late, reject, deadlineMs }: Waiting, why: ModelGone["why"]): void {
  clearTimeout(late);
  reject(goneError(why, deadlineMs));
}

function settle({ late, resolve, reject }: Waiting, result: RunResult | undefined): void {
  clearTimeout(late);
  if (!result) reject(goneError("ended", 0));
  else if ("outputs" in result) resolve(result.outputs);
  else reject(new AppError("INVALID", `The model does not take these values: ${result.failed}`));
}

function goneError(why: ModelGone["why"], deadlineMs: number): AppError {
  const said =
    why === "deadline"
      ? `The model did not answer within ${deadlineMs} ms. Send fewer rows, or raise the deadline_ms of the endpoint.`
      : "The model's process ended before it answered and is started anew. Send the request again.";
  return new AppError("UNAVAILABLE", said, { retryAfterSeconds: RETRY_AFTER_SECONDS });
}
