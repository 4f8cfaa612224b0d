import type { VersionView } from "@/lib/models";
import type { Deps } from "@/lib/platform/context";
import { AppError, RateLimitedError } from "@/lib/platform/errors";
import { decodeRows } from "../rows/decode";
import { encodeRows } from "../rows/encode";
import { feedsOf, tensorAnswer, wantedOutputs } from "../rows/open-inference";
import { startVersion } from "../runtime/model-source";
import type { WarmModel } from "../runtime/warm-model";
import { WarmModels } from "../runtime/warm-models";
import type { Asked } from "../story";

/** What a version answers: for each row a prediction, or tensors; or why it does not. */
export type Again = { answer: readonly unknown[] } | { failed: string };

/** Each is a process of a model beside those that answer now. */
const MOST_AT_ONCE = 2;
const RETRY_AFTER_SECONDS = 5;
/** Of one request, and of all of them together. */
const DEADLINE_MS = 10_000;
const MOST_MS = 30_000;
let running = 0;

/**
 * Answers requests with a version, whatever endpoints answer with. The model has a process for the length of this call, so that no model
 * that answers callers is moved out. Throws when it cannot be loaded, and RateLimitedError.
 */
export async function answerAgain(
  deps: Pick<Deps, "storage" | "db" | "log">,
  registered: VersionView,
  requests: readonly Asked[],
): Promise<Again[]> {
  if (running >= MOST_AT_ONCE)
    throw new RateLimitedError(
      `More than ${MOST_AT_ONCE} replays at once. Try again in ${RETRY_AFTER_SECONDS} s.`,
      RETRY_AFTER_SECONDS,
    );
  running += 1;
  const models = new WarmModels({ most: 1 });
  try {
    const model = await models.load(
      `${registered.name}/${registered.version}`,
      startVersion(deps, registered),
    );
    const until = performance.now() + MOST_MS;
    const answers: Again[] = [];
    for (const asked of requests)
      answers.push(
        performance.now() < until
          ? await answerOne(model, asked)
          : { failed: "The time of one replay was over before it." },
      );
    return answers;
  } finally {
    models.close();
    running -= 1;
  }
}

async function answerOne(model: WarmModel, asked: Asked): Promise<Again> {
  try {
    return {
      answer: asked.kind === "rows" ? await ofRows(model, asked.rows) : await ofTensors(model, asked),
    };
  } catch (error) {
    if (error instanceof AppError) return { failed: error.message };
    throw error;
  }
}

async function ofRows(model: WarmModel, rows: readonly unknown[]): Promise<readonly unknown[]> {
  const run = { feeds: encodeRows(model.form, rows), outputs: model.ports.outputs.map(({ name }) => name) };
  const outputs = await model.ask({ run, rows: rows.length, deadlineMs: DEADLINE_MS });
  return decodeRows(outputs, rows.length).predictions;
}

async function ofTensors(
  model: WarmModel,
  { inputs, outputs }: Asked & { kind: "tensors" },
): Promise<readonly unknown[]> {
  const run = {
    feeds: feedsOf(model.ports.inputs, inputs),
    outputs: wantedOutputs(model.ports.outputs, outputs),
  };
  const made = await model.ask({ run, rows: inputs[0]?.shape[0] ?? 1, deadlineMs: DEADLINE_MS });
  return made.map(tensorAnswer);
}
