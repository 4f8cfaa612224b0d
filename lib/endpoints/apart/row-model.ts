import { setTimeout as delay } from "node:timers/promises";
import type { Deps } from "@/lib/platform/context";
import { AppError } from "@/lib/platform/errors";
import { joinableColumns } from "../features/own-inputs";
import { decodeRows } from "../rows/decode";
import type { RowForm } from "../rows/form";
import type { RunResult } from "../runtime/messages";
import { ModelGone } from "../runtime/model-process";
import { startVersion } from "../runtime/model-source";
import type { WarmModel } from "../runtime/warm-model";
import { WarmModels } from "../runtime/warm-models";
import { type Group, groupRows, type RowProblem } from "./groups";
import { joinedRows } from "./joined-rows";
import { joinedShape, type ModelShape, shapeOf } from "./shape";

/** A version of a registered model, where its files are, and the service whose features its rows get. */
export type Registered = {
  name: string;
  version: number;
  storageLocation: string;
  featureService: string | null;
};
export type RowAnswer = { prediction: Record<string, unknown> } | { problems: RowProblem[] };
export type AskRows = { rowsPerRun: number; deadlineMs: number; signal: AbortSignal };

/** Rows that are written for the model in one go, between which this process does other things. */
const BLOCK = 512;
/** A message takes about this long, by what runs took lately: one that does not end is found soon. */
const MESSAGE_MS = 50;
const MOST_RUNS = 512;
const WEIGHT_OF_LAST = 0.3;
/** How often the process may end for one part of a list; beyond it the model is at fault, and no row. */
const MOST_DEATHS = 10;
/** Loads that fail one after the other, each tried again after twice the pause. */
const MOST_WAITS = 3;

/**
 * A process of its own for a model and long lists of rows. Each `rowsPerRun` rows are a run of their own, as if they had come
 * in a request: what goes over together in a message is computed apart. A row that ends the process, or is not answered within
 * its deadline, has that for its answer, and the model is started anew for the others.
 */
export class RowModel {
  /** A process that a row ended is started anew at once: how often is bounded for each part. */
  readonly #models = new WarmModels({ most: 1, pauseMs: 0 });
  readonly #key: string;
  #msPerRun: number | undefined;

  constructor(
    readonly deps: Pick<Deps, "db" | "storage" | "redis" | "clock">,
    readonly registered: Registered,
  ) {
    this.#key = `${registered.name}/${registered.version}`;
  }

  /** Throws CONFLICT for a model that cannot be served, or takes no rows. */
  async shape(signal: AbortSignal): Promise<ModelShape> {
    const { form, ports } = await this.#ready(signal);
    const shape = shapeOf(form, ports.outputs);
    const { featureService } = this.registered;
    if (shape && featureService !== null)
      return joinedShape(shape, await joinableColumns(this.deps.db, featureService));
    if (shape) return shape;
    throw new AppError("CONFLICT", `The model takes no rows: ${form.kind === "none" ? form.why : ""}.`);
  }

  /** An answer for each row, in their order. Throws UNAVAILABLE where the model ends again and again. */
  async answer(rows: readonly unknown[], ask: AskRows): Promise<RowAnswer[]> {
    const block = Math.max(1, Math.floor(BLOCK / ask.rowsPerRun)) * ask.rowsPerRun;
    const asked = { ...ask, deaths: 0 };
    const answers: RowAnswer[] = [];
    for (let from = 0; from < rows.length; from += block)
      for (const one of await this.#answerBlock(rows.slice(from, from + block), asked)) answers.push(one);
    return answers;
  }

  close(): void {
    this.#models.close();
  }

  async #answerBlock(rows: readonly unknown[], asked: Asked): Promise<RowAnswer[]> {
    const { form, ports } = await this.#ready(asked.signal);
    const given = await this.#given(form, rows, asked);
    const { groups, problems } = groupRows(form, given.rows, asked.rowsPerRun, given.problems);
    const answers = rows.map((_, at): RowAnswer => ({ problems: problems.get(at) ?? [] }));
    const names = ports.outputs.map(({ name }) => name);
    for (let at = 0; at < groups.length; ) {
      const some = groups.slice(at, at + this.#runsOfMessage());
      at += some.length;
      for (const [group, result] of await this.#results(some, names, asked)) fillIn(answers, group, result);
    }
    return answers;
  }

  async #given(form: RowForm, rows: readonly unknown[], { deadlineMs, signal }: Asked) {
    const { featureService: service } = this.registered;
    if (service === null) return { rows, problems: undefined };
    return joinedRows({ deps: this.deps, service, form, deadlineMs, signal }, rows);
  }

  async #results(
    groups: readonly Group[],
    outputs: readonly string[],
    asked: Asked,
  ): Promise<(readonly [Group, Outcome])[]> {
    const said = await this.#runTogether(groups, outputs, asked);
    if (said !== null) return groups.map((group, at) => [group, said[at] ?? { failed: "no answer came" }]);
    // The process ended: which of them it was is found by asking each alone.
    const found: (readonly [Group, Outcome])[] = [];
    for (const group of groups) found.push([group, await this.#alone(group, outputs, asked)]);
    return found;
  }

  async #alone(group: Group, outputs: readonly string[], asked: Asked): Promise<Outcome> {
    // One that only stood beside another, or met a busy machine, is answered the second time.
    for (let tries = 0; tries < 2; tries++) {
      const said = await this.#runTogether([group], outputs, asked);
      if (said !== null) return said[0] ?? { failed: "no answer came" };
    }
    return { gone: asked.deadlineMs };
  }

  /** Null when the process ended. */
  async #runTogether(
    groups: readonly Group[],
    outputs: readonly string[],
    asked: Asked,
  ): Promise<readonly RunResult[] | null> {
    const { process } = await this.#ready(asked.signal);
    const began = performance.now();
    try {
      const runs = groups.map(({ feeds }) => ({ feeds, outputs }));
      const results = await process.run(runs, asked.deadlineMs);
      this.#learn((performance.now() - began) / groups.length);
      return results;
    } catch (error) {
      if (!(error instanceof ModelGone)) throw error;
      asked.deaths += 1;
      if (asked.deaths > MOST_DEATHS) throw endsAgain(asked.deadlineMs);
      return null;
    }
  }

  /** Waits for a model that is started anew. A row's deadline begins when it is there. */
  async #ready(signal: AbortSignal): Promise<WarmModel> {
    for (let waits = 0; ; waits++) {
      signal.throwIfAborted();
      try {
        return await this.#models.load(this.#key, startVersion(this.deps, this.registered));
      } catch (error) {
        const seconds = error instanceof AppError ? error.extra.retryAfterSeconds : undefined;
        if (seconds === undefined || waits >= MOST_WAITS) throw error;
        await delay(seconds * 1_000 * 2 ** waits, undefined, { signal });
      }
    }
  }

  #runsOfMessage(): number {
    // The first message says how long one takes.
    if (this.#msPerRun === undefined) return 1;
    return Math.max(1, Math.min(MOST_RUNS, Math.floor(MESSAGE_MS / this.#msPerRun)));
  }

  #learn(ms: number): void {
    const before = this.#msPerRun ?? ms;
    this.#msPerRun = Math.max(0.001, before + (ms - before) * WEIGHT_OF_LAST);
  }
}

type Asked = AskRows & { deaths: number };
/** `gone`: the process ended, or did not answer within so many milliseconds, each time. */
type Outcome = RunResult | { gone: number };

function fillIn(answers: RowAnswer[], { rows }: Group, outcome: Outcome): void {
  if ("outputs" in outcome) {
    const { predictions } = decodeRows(outcome.outputs, rows.length);
    for (const [at, row] of rows.entries()) answers[row] = { prediction: predictions[at] ?? {} };
    return;
  }
  const problem =
    "failed" in outcome
      ? {
          column: "",
          type: "model_refused",
          message: `The model does not take these values: ${outcome.failed}`,
        }
      : {
          column: "",
          type: "model_gone",
          message: `The model did not answer within ${outcome.gone} ms, or its process ended.`,
        };
  for (const row of rows) answers[row] = { problems: [problem] };
}

function endsAgain(deadlineMs: number): AppError {
  return new AppError(
    "CONFLICT",
    `The model's process ended, or missed its deadline of ${deadlineMs} ms, ${MOST_DEATHS} times in one part. Look at the model, or raise deadline_ms.`,
  );
}
