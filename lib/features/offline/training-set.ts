import { defineLongJob, enqueueLongJob } from "@/lib/long-jobs";
import { poolSql } from "@/lib/platform/db";
import { hotWrite } from "@/lib/verbs";
import { objectPlace } from "../object-place";
import { TrainingSetInput } from "../schema";
import type { Engine } from "./child";
import { planTrainingSet } from "./plan-training-set";
import { NoCheckpoint, writeTrainingSet } from "./write-training-set";

const kind = {
  name: "make-training-set",
  input: TrainingSetInput,
  checkpoint: NoCheckpoint,
  permissions: ["features:write"],
  subject: ({ feature_service, features, entities }: TrainingSetInput) =>
    `${feature_service ?? `${features?.length ?? 0} features`} · ${entities.path}`.slice(0, 200),
} as const;

/** Cut short it begins anew, and writes the same objects. */
export const trainingSet = (engine: Engine) =>
  defineLongJob({ ...kind, run: (turn) => writeTrainingSet(engine, turn) });

/** Queues it. What is asked for is checked now and once more when it is made: definitions may change between. */
export const makeTrainingSet = hotWrite(
  "features:write",
  TrainingSetInput,
  async ({ input, audit, ...rest }) => {
    const { ctx } = rest;
    objectPlace(input.entities.path, ctx.storage.bucket, "/entities/path");
    await planTrainingSet(ctx.db, poolSql(ctx.db.pool), input);
    const started = await enqueueLongJob(kind, rest, input);
    return audit(
      "training_set.make",
      { target: { type: "training_set", id: started.id }, detail: { ...input } },
      started,
    );
  },
);
