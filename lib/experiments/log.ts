import type * as z from "zod";
import { type DomainEvent, recordEvents } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import { NotFoundError } from "@/lib/platform/errors";
import { hotWrite, ingest } from "@/lib/verbs";
import { paramChanged } from "./param-changed";
import { writeInputs } from "./repository/inputs";
import { appendToTag, removeTag, writeParams, writePoints, writeTags } from "./repository/log";
import { linkModels, writeModelMetrics } from "./repository/models";
import { findRunPlace, findRunPlaces, lockRunPlace, type RunPlace } from "./repository/runs";
import { assertActive, deletedRun, lockActiveRun } from "./runs";
import { DeleteTagInput, LogBatchInput, LogInputsInput, LogOutputsInput, RecordModelInput } from "./schema";
import { LoggedRuns } from "./told";
import { isRunId, lastOfEach } from "./values";

const CONTEXT_TAG = "mlflow.data.context";
const MODELS_TAG = "mlflow.log-model.history";

/** Under load what came while a batch was written is the next one; many calls share one commit. */
const BATCH = { maxRows: 5_000, maxWaitMs: 0 };
const QUEUE = { maxRows: 100_000 };

type Batch = { input: z.output<typeof LogBatchInput> };

/**
 * What a training script writes, thousands of times: all of a call or nothing of it. It leaves no rows in the audit log,
 * where it would drown everything else; the run itself is the record.
 */
export const logBatch = ingest("experiments:write", LogBatchInput, {
  rowsIn: ({ metrics, params, tags }) => Math.max(1, metrics.length + params.length + tags.length),
  batch: BATCH,
  queue: QUEUE,
  async work({ sql, calls, refuse }) {
    const runs = await findRunPlaces(sql, [
      ...new Set(calls.map(({ input }) => input.run_id).filter(isRunId)),
    ]);
    const ofRun = new Map<RunPlace, Batch[]>();
    for (const call of calls) {
      const run = runs.find(({ runId }) => runId === call.input.run_id);
      const problem = run ? deletedRun(run) : new NotFoundError("run", call.input.run_id);
      if (problem) refuse(call, problem);
      else if (run) ofRun.set(run, [...(ofRun.get(run) ?? []), call]);
    }
    for (const run of runs) await writeRun(sql, run, ofRun.get(run) ?? []);
    const due = logged.due(
      [...ofRun.keys()].map(({ runId }) => runId),
      Date.now(),
    );
    await recordEvents(sql, runs.filter(({ runId }) => due.includes(runId)).map(loggedEvent));
  },
});

const logged = new LoggedRuns();

function loggedEvent({ runId, experimentId }: RunPlace): DomainEvent {
  return { topic: "experiment_log", id: runId, run_id: experimentId };
}

/**
 * All calls of one run together. Order of locks: runs by id, then parameters, metrics and tags, each by key. A parameter
 * that would change fails the transaction; ingest then finds the call at fault.
 */
async function writeRun(sql: Sql, run: RunPlace, calls: readonly Batch[]): Promise<void> {
  const params = calls.flatMap(({ input }) => input.params);
  const metrics = calls.flatMap(({ input }) => input.metrics);
  const tags = calls.flatMap(({ input }) => input.tags);
  if (params.length > 0) await logParams(sql, run, params);
  if (metrics.length > 0) {
    await writePoints(sql, run, metrics);
    await writeModelMetrics(sql, run.runId, metrics);
  }
  if (tags.length > 0) await writeTags(sql, run, lastOfEach(tags));
}

async function logParams(sql: Sql, run: RunPlace, params: readonly { key: string; value: string }[]) {
  const sent = lastOfEach(params);
  const twice = params.find(({ key, value }) => sent.some((one) => one.key === key && one.value !== value));
  if (twice) throw paramChanged(twice.key, twice.value);
  const [conflict] = await writeParams(sql, run, sent);
  if (conflict) throw paramChanged(conflict.key, conflict.was);
}

/** Appends to the list of models that clients of MLflow 2 keep in a tag. */
export const recordModel = hotWrite(
  "experiments:write",
  RecordModelInput,
  async ({ sql, input, unchanged }) => {
    const run = isRunId(input.run_id) ? await lockRunPlace(sql, input.run_id) : null;
    if (!run) throw new NotFoundError("run", input.run_id);
    assertActive(run);
    await appendToTag(sql, run, MODELS_TAG, input.model);
    return unchanged(undefined);
  },
);

export const deleteRunTag = hotWrite(
  "experiments:write",
  DeleteTagInput,
  async ({ sql, input, unchanged }) => {
    const run = await activeRun(sql, input.run_id);
    if (!(await removeTag(sql, run.runId, input.key))) throw new NotFoundError("tag", input.key);
    return unchanged(undefined);
  },
);

/** The data that a run reads. */
export const logInputs = hotWrite("experiments:write", LogInputsInput, async ({ sql, input, unchanged }) => {
  // Held, so that the run and its datasets stay in one experiment.
  const run = await lockActiveRun(sql, input.run_id);
  const inputs = input.datasets.map(({ dataset, tags }) => ({
    ...dataset,
    schema: dataset.schema ?? null,
    profile: dataset.profile ?? null,
    tags,
    context: tags.find(({ key }) => key === CONTEXT_TAG)?.value ?? null,
  }));
  if (inputs.length > 0) await writeInputs(sql, run, inputs);
  await linkModels(
    sql,
    run.runId,
    "input",
    input.models.map(({ model_id }) => ({ model_id, step: "0" })),
  );
  return unchanged(undefined);
});

/** The models that a run logged. */
export const logOutputs = hotWrite(
  "experiments:write",
  LogOutputsInput,
  async ({ sql, input, unchanged }) => {
    const run = await activeRun(sql, input.run_id);
    await linkModels(sql, run.runId, "output", input.models);
    return unchanged(undefined);
  },
);

async function activeRun(sql: Sql, id: string): Promise<RunPlace> {
  const run = isRunId(id) ? await findRunPlace(sql, id) : null;
  if (!run) throw new NotFoundError("run", id);
  assertActive(run);
  return run;
}
