import type { Signature } from "@/lib/experiments";
import { AppError, RateLimitedError } from "@/lib/platform/errors";
import { formOf, type RowForm } from "../rows/form";
import { LIMITS, MODEL } from "../values";
import type { ModelFormat, ModelPorts, Run, RunResult } from "./messages";
import { ModelGone, type ModelProcess } from "./model-process";
import type { NamedTensor } from "./tensor";
import { formKey, joinRuns, partOutputs, rowsIn } from "./together";

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
  /** Never one run with others. */
  isAlone?: true;
  late: NodeJS.Timeout;
  resolve(outputs: NamedTensor[]): void;
  reject(error: AppError): void;
};

/** Requests that are one run. */
type Group = [Waiting, ...Waiting[]];
type Message = { groups: Group[]; results: Promise<RunResult[] | ModelGone["why"]> };

/**
 * A loaded model and those who wait for it. Nothing waits while the process is idle; what came while it was busy goes to it in
 * one message. Each request is a run of its own, or, where the model is proven to be by row, a part of one: a caller's answer never
 * depends on rows of others. A caller is answered when its deadline is over, and a process ended that computes for as long as that.
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
      this.#plan();
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

  /** What else comes in this turn of the loop goes with it. */
  #plan(): void {
    if (this.#isBusy) return;
    this.#isBusy = true;
    setImmediate(() => void this.#work());
  }

  async #work(): Promise<void> {
    let under = this.#send();
    while (under) {
      const results = await under.results;
      // The process computes on while answers are told.
      const next = Array.isArray(results) ? this.#send() : null;
      this.#tell(under, results);
      under = next ?? this.#send();
    }
    this.#isBusy = false;
    if (this.#isClosing) this.process.kill();
  }

  /** Null when nobody waits. */
  #send(): Message | null {
    if (this.#waiting.length === 0) return null;
    const began = this.monotonic();
    const together = this.#take();
    const groups = this.ports.isRowWise ? groupsOf(together) : together.map((one): Group => [one]);
    const mostMs = Math.max(...together.map(({ deadlineMs }) => deadlineMs));
    for (const { onSent } of together) onSent?.();
    const results = this.process.run(groups.map(runOf), mostMs).then(
      (results) => {
        this.#learn(this.monotonic() - began, sumOfRows(together));
        return [...results];
      },
      (error: unknown) => (error instanceof ModelGone ? error.why : "ended"),
    );
    return { groups, results };
  }

  #tell({ groups }: Message, results: RunResult[] | ModelGone["why"]): void {
    if (!Array.isArray(results)) {
      for (const waiting of groups.flat()) fail(waiting, results);
      for (const waiting of this.#waiting.splice(0)) fail(waiting, "ended");
      return;
    }
    for (const [at, group] of groups.entries()) {
      const result = results[at];
      const outputs =
        result && "outputs" in result && group.length > 1
          ? partOutputs(
              result.outputs,
              group.map(({ run }) => rowsIn(run)),
            )
          : null;
      if (group.length === 1) settle(group[0], result);
      else if (outputs)
        for (const [which, waiting] of group.entries()) settle(waiting, { outputs: outputs[which] ?? [] });
      else this.#askApart(group);
    }
  }

  /** The values of one are no fault of those that stood beside it. */
  #askApart(group: Group): void {
    for (const waiting of group) waiting.isAlone = true;
    this.#waiting.unshift(...group);
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

/** As they came, as far as the model is proven. */
function groupsOf(together: readonly Waiting[]): Group[] {
  const groups: Group[] = [];
  const open = new Map<string, { group: Group; rows: number }>();
  for (const waiting of together) {
    const key = waiting.isAlone ? null : formKey(waiting.run);
    const rows = rowsIn(waiting.run);
    const last = key === null ? undefined : open.get(key);
    if (last && last.rows + rows <= MODEL.rowsTogether) {
      last.group.push(waiting);
      last.rows += rows;
      continue;
    }
    const group: Group = [waiting];
    groups.push(group);
    if (key !== null) open.set(key, { group, rows });
  }
  return groups;
}

function runOf([first, ...others]: Group): Run {
  return others.length === 0 ? first.run : joinRuns([first.run, ...others.map(({ run }) => run)]);
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
