import { BoundedMap } from "@/lib/platform/bounded-map";
import { AppError } from "@/lib/platform/errors";
import { MODEL, WARM_MODELS } from "../values";
import { ModelGone, ModelRefused } from "./model-process";
import type { StartModel } from "./start-model";
import { WarmModel } from "./warm-model";

const MOST_FAILURES = 1_000;
const FIRST_PAUSE_MS = 1_000;
const MOST_PAUSE_MS = 60_000;

/** What is known of a model in this process; `reason` of one that failed. */
export type ModelState = { state: "ready" | "loading" | "failed"; reason?: string };
type Failure = { error: AppError; count: number; until: number };
type Options = {
  most?: number;
  memoryBytes?: number;
  loadMs?: number;
  /** Of the first failure; each later one pauses twice as long. */
  pauseMs?: number;
  monotonic?: () => number;
  onFailure?: (key: string, error: AppError) => void;
  /** A model is loaded, or was, or is gone. */
  onChange?: () => void;
};

/**
 * The models of one process of ours, by key: started when they are asked for, the last few kept. One that ended, or could not be
 * loaded, is started again after 1, 2, 4 ... 60 seconds, and until then refused with the same words.
 */
export class WarmModels {
  readonly #held = new Map<string, WarmModel>();
  readonly #loading = new Map<string, Promise<WarmModel>>();
  readonly #failures = new BoundedMap<string, Failure>(MOST_FAILURES);
  readonly #options: Required<Options>;

  constructor(options: Options = {}) {
    this.#options = {
      most: WARM_MODELS,
      memoryBytes: MODEL.memoryBytes,
      loadMs: MODEL.loadMs,
      pauseMs: FIRST_PAUSE_MS,
      monotonic: () => performance.now(),
      onFailure: () => {},
      onChange: () => {},
      ...options,
    };
  }

  /** The model, if it can answer now. */
  ready(key: string): WarmModel | undefined {
    const model = this.#held.get(key);
    if (!model) return undefined;
    this.#held.delete(key);
    if (model.isGone) {
      this.#fail(key, new AppError("UNAVAILABLE", "The model's process ended and is started anew."));
      return undefined;
    }
    this.#held.set(key, model);
    return model;
  }

  /** One load for all who ask at once. Throws INVALID for a model that cannot be served, UNAVAILABLE for one that may be later. */
  load(key: string, start: StartModel): Promise<WarmModel> {
    const ready = this.ready(key);
    if (ready) return Promise.resolve(ready);
    const under = this.#loading.get(key);
    if (under) return under;
    const failure = this.#failures.get(key);
    if (failure && failure.until > this.#options.monotonic()) return Promise.reject(this.#again(failure));
    const loading = this.#start(key, start).finally(() => {
      this.#loading.delete(key);
      this.#options.onChange();
    });
    this.#loading.set(key, loading);
    this.#options.onChange();
    return loading;
  }

  /** Of each model that was asked for lately. */
  states(): [key: string, state: ModelState][] {
    const states = new Map<string, ModelState>();
    for (const [key, { error }] of this.#failures.entries())
      states.set(key, { state: "failed", reason: error.message });
    for (const key of this.#loading.keys()) states.set(key, { state: "loading" });
    for (const [key, { isGone }] of this.#held) if (!isGone) states.set(key, { state: "ready" });
    return [...states];
  }

  close(): void {
    for (const model of this.#held.values()) model.close();
    this.#held.clear();
  }

  async #start(key: string, start: StartModel): Promise<WarmModel> {
    try {
      const { process, known } = await start(this.#options);
      const model = new WarmModel(process, known, this.#options.monotonic);
      this.#held.set(key, model);
      this.#makeRoom();
      return model;
    } catch (error) {
      const known = asAppError(error, this.#options.loadMs);
      if (known) this.#fail(key, known);
      throw known ?? error;
    }
  }

  #makeRoom(): void {
    for (const [key, model] of this.#held) {
      if (this.#held.size <= this.#options.most) return;
      this.#held.delete(key);
      model.close();
    }
  }

  #fail(key: string, error: AppError): void {
    this.#options.onFailure(key, error);
    const now = this.#options.monotonic();
    const before = this.#failures.get(key);
    // One that was well for a while begins anew.
    const count = before && now - before.until < MOST_PAUSE_MS ? before.count + 1 : 1;
    const pauseMs = Math.min(MOST_PAUSE_MS, this.#options.pauseMs * 2 ** (count - 1));
    this.#failures.set(key, { error, count, until: now + pauseMs });
  }

  #again({ error, until }: Failure): AppError {
    const retryAfterSeconds = Math.ceil((until - this.#options.monotonic()) / 1_000);
    const extra = error.code === "UNAVAILABLE" ? { ...error.extra, retryAfterSeconds } : error.extra;
    return new AppError(error.code, error.message, extra);
  }
}

function asAppError(error: unknown, loadMs: number): AppError | null {
  if (error instanceof AppError && error.code !== "INVALID") return error;
  if (error instanceof AppError)
    return new AppError("CONFLICT", `The model cannot be served: ${error.message}`);
  if (error instanceof ModelRefused)
    return new AppError("CONFLICT", `The model cannot be served: it ${error.message}.`);
  if (!(error instanceof ModelGone)) return null;
  const said =
    error.why === "deadline"
      ? `The model cannot be served: it was not loaded, with one row answered, within ${loadMs / 1_000} s.`
      : "The model cannot be served: its process ended while it was loaded, perhaps because it needs more memory than a model may take.";
  return new AppError("UNAVAILABLE", said, { retryAfterSeconds: FIRST_PAUSE_MS / 1_000 });
}
