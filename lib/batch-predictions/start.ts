import { forbidden } from "@/lib/audit";
import { type VersionAsked, versionToAnswer } from "@/lib/endpoints";
import type { Ctx } from "@/lib/platform/context";
import { LimitError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { hotWrite } from "@/lib/verbs";
import { there } from "./found";
import { keysOf } from "./input/fetch-input";
import { countActive, findBatch, insertBatch } from "./repository/batches";
import { BatchInput } from "./schema";
import { LIMITS } from "./values";
import { viewOf } from "./view";
import { PREPARE, queue } from "./work/queued";

/** Queues it. The version that answers now is the one for every row, wherever its alias moves meanwhile. */
export const startBatch = hotWrite(
  "predictions:run",
  BatchInput,
  async ({ input, audit, sql, ctx, event, afterCommit }) => {
    await refuseSource(ctx, input);
    const found = await versionToAnswer(sql, askedOf(input));
    const active = await countActive(sql);
    if (active >= LIMITS.active)
      throw new LimitError(
        `${LIMITS.active} batch predictions have not ended. Wait for one, or cancel one.`,
        because("too_many_definitions", { maximum: LIMITS.active }),
      );
    const id = newId("bpr");
    await insertBatch(sql, {
      id,
      endpoint: input.endpoint ?? null,
      modelName: found.name,
      modelVersion: found.version,
      storageLocation: found.storageLocation,
      source: input.source,
      format: input.format,
      keyColumns: [...new Set(input.key_columns)],
      rowsPerRun: input.rows_per_run,
      deadlineMs: input.deadline_ms,
      createdBy: ctx.actor.id,
      createdByName: ctx.actor.name,
    });
    await queue(PREPARE, { sql, ctx, event, afterCommit }, id);
    const view = viewOf(there(await findBatch(sql, id), id), ctx.storage.bucket);
    const detail = { model: view.model, endpoint: view.endpoint, source: view.source, format: view.format };
    return audit("batch_prediction.start", { target: { type: "batch_prediction", id }, detail }, view);
  },
);

function askedOf({ endpoint, model }: BatchInput): VersionAsked {
  // The schema holds that one of the two is there.
  return model ?? { endpoint: endpoint ?? "" };
}

/** A batch reads nothing that its starter may not read. */
async function refuseSource(ctx: Ctx, { source }: BatchInput): Promise<void> {
  if ("path" in source && !ctx.actor.permissions.has("artifacts:read"))
    throw forbidden(ctx.actor, "artifacts:read");
  await keysOf(ctx, source);
}
