import type * as z from "zod";
import { defineLongJob, enqueueLongJob } from "@/lib/long-jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { uuidV7 } from "@/lib/platform/ids";
import { hotWrite } from "@/lib/verbs";
import { objectPlace } from "../object-place";
import { insertTrainingSet } from "../repository/training-sets";
import { TrainingSetInput, TrainingSetRequest } from "../schema";
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
  TrainingSetRequest,
  async ({ input: request, audit, ...rest }) => {
    const { ctx, sql } = rest;
    if ("path" in request.entities) objectPlace(request.entities.path, ctx.storage.bucket, "/entities/path");
    await planTrainingSet(ctx.db, poolSql(ctx.db.pool), request);
    const input = { ...request, entities: await entityFiles(ctx, request.entities) };
    const started = await enqueueLongJob(kind, rest, input);
    await insertTrainingSet(sql, { id: started.id, input, createdBy: ctx.actor.name });
    return audit(
      "training_set.make",
      { target: { type: "training_set", id: started.id }, detail: { ...input } },
      started,
    );
  },
);

type Entities = z.output<typeof TrainingSetRequest>["entities"];

/** Rows that were sent become a file, so that all else knows files alone. */
async function entityFiles(ctx: Ctx, entities: Entities): Promise<TrainingSetInput["entities"]> {
  if ("path" in entities) return entities;
  const { rows, ...rest } = entities;
  const key = `features/entity-rows/${uuidV7()}.csv`;
  await ctx.storage.putBytes(key, rows, "text/csv");
  return { format: "csv", path: `s3://${ctx.storage.bucket}/${key}`, ...rest };
}
