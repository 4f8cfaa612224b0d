import { forbidden } from "@/lib/audit";
import { type VersionAsked, versionToAnswer } from "@/lib/endpoints";
import { joinableService } from "@/lib/features";
import type { Ctx } from "@/lib/platform/context";
import { ConflictError, LimitError } from "@/lib/platform/errors";
import { exactText } from "@/lib/platform/exact-text";
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
    const { source } = input;
    const { featureService } = found;
    const given = "rows" in source ? source.rows.map((row) => exactText(row, LIMITS.rowBytes)) : null;
    if (given?.includes(null)) throw new ConflictError(`A row has more than ${LIMITS.rowBytes} bytes.`);
    await insertBatch(sql, {
      id,
      endpoint: input.endpoint ?? null,
      modelName: found.name,
      modelVersion: found.version,
      storageLocation: found.storageLocation,
      featureService,
      source: "rows" in source ? { row_count: source.rows.length } : source,
      given: given?.join("\n") ?? null,
      format: input.format ?? "jsonl",
      keyColumns: [...new Set(input.key_columns ?? (await joinKeysOf(ctx, featureService)))],
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

/** What tells entities apart stands beside their answers unless the caller says what does. */
async function joinKeysOf({ db }: Ctx, service: string | null): Promise<string[]> {
  return service === null ? [] : (await joinableService(db, service)).joinKeys.map(({ name }) => name);
}

function askedOf({ endpoint, model }: BatchInput): VersionAsked {
  // The schema holds that one of the two is there.
  return model ?? { endpoint: endpoint ?? "" };
}

/** A batch reads nothing that its starter may not read. */
async function refuseSource(ctx: Ctx, { source }: BatchInput): Promise<void> {
  if ("rows" in source) return;
  if ("path" in source && !ctx.actor.permissions.has("artifacts:read"))
    throw forbidden(ctx.actor, "artifacts:read");
  await keysOf(ctx, source);
}
