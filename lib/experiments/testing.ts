import * as z from "zod";
import { newId } from "@/lib/platform/ids";
import { type FileStores, testCtx } from "@/lib/testing";
import { createExperiment, createRun, getRun } from "./index";

const KeyValue = z.object({ key: z.string(), value: z.string() });
/** What tests read of a run's JSON. */
const RunJson = z.object({
  info: z.record(z.string(), z.unknown()).and(z.object({ run_id: z.string(), run_name: z.string() })),
  data: z.object({
    metrics: z
      .array(z.object({ key: z.string(), value: z.unknown(), timestamp: z.number(), step: z.number() }))
      .optional(),
    params: z.array(KeyValue).optional(),
    tags: z.array(KeyValue).optional(),
  }),
  inputs: z.object({
    dataset_inputs: z.array(z.unknown()).optional(),
    model_inputs: z.array(z.unknown()).optional(),
  }),
  outputs: z.object({ model_outputs: z.array(z.unknown()).optional() }),
});

export const runOf = (json: string) => RunJson.parse(JSON.parse(json));
/** Of the text that a search returns. */
export const runsIn = (json: string) => z.array(RunJson).parse(JSON.parse(`[${json}]`));

/** A person who may write, and short ways to make what tests need. */
export function experimenter(stores: FileStores) {
  const ctx = () => testCtx(stores, ["experiments:read", "experiments:write"]);
  const experiment = async (name: string = newId("req")) => (await createExperiment(ctx(), { name })).id;
  const run = async (
    experimentId: string,
    rest: { run_name?: string; start_time?: number; tags?: { key: string; value: string }[] } = {},
  ) => runOf(await createRun(ctx(), { experiment_id: experimentId, ...rest })).info.run_id;
  const read = async (runId: string) => runOf(await getRun(ctx(), { run_id: runId }));
  return { ctx, experiment, run, read };
}
