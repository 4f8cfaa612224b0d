import * as z from "zod";
import { routingOf } from "@/lib/endpoints";
import { PredictionInput } from "@/lib/endpoints/schema";
import { storedActor } from "@/lib/long-jobs";
import { hasWebhook } from "@/lib/models";
import type { Ctx } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { poolSql, type Sql } from "@/lib/platform/db";
import {
  ConflictError,
  InvalidError,
  NotFoundError,
  RateLimitedError,
  TooLargeError,
} from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { read } from "@/lib/verbs";
import { nudgeAnswers } from "./nudge";
import { type AsyncRow, cancelAsyncRow, findAsync, findByKey, insertAsync, waitingOf } from "./repository";
import type { AsyncPredictionView } from "./schema";
import { ASYNC } from "./values";

const BUSY_SECONDS = 5;
const Input = z.strictObject({
  endpoint: z.string().max(300),
  body: PredictionInput,
  webhook: z.string().max(100).optional(),
  idempotency: z.string().min(1).max(255).optional(),
});
const Ref = z.strictObject({ endpoint: z.string().max(300), id: z.string().max(100) });

/**
 * Keeps a request, to be answered later by a process that takes such. A second one with the same key is the first. It is no
 * change that people made, and so no row of the audit log, as a request that is answered at once is none.
 */
export const acceptPrediction = read("predictions:run", Input, async (ctx, input) => {
  const sql = poolSql(ctx.db.pool);
  await routingOf(ctx.db, input.endpoint);
  const body = JSON.stringify(input.body);
  const bodyBytes = Buffer.byteLength(body);
  if (bodyBytes > ASYNC.bodyBytes)
    throw new TooLargeError(
      `A request that waits may have ${ASYNC.bodyBytes} bytes. Divide it, or start a batch prediction.`,
    );
  const bodyHash = sha256Hex(body);
  if (input.webhook !== undefined && !(await hasWebhook(sql, input.webhook)))
    throw InvalidError.field(
      "/webhook",
      `There is no webhook ${JSON.stringify(input.webhook)}. An admin makes one under Settings > Webhooks.`,
      because("not_there", { kind: "webhook", id: input.webhook }),
    );
  const known = await sameKey(sql, ctx, input, bodyHash);
  if (known) return viewOf(known);
  await refuseFull(sql, ctx, bodyBytes);
  const id = newId("apr");
  const isNew = await insertAsync(sql, {
    ...{ id, body, bodyHash, bodyBytes, endpoint: input.endpoint, createdBy: ctx.actor.id },
    idempotency: input.idempotency ?? null,
    webhookId: input.webhook ?? null,
    actor: storedActor(ctx.actor),
    keptMs: ASYNC.keptMs,
  });
  const made = isNew ? await findAsync(sql, input.endpoint, id) : await sameKey(sql, ctx, input, bodyHash);
  if (!made)
    throw new ConflictError("The first request with this Idempotency-Key is just gone. Send it again.");
  nudgeAnswers(ctx.redis);
  return viewOf(made);
});

/** One's own: ids of others are not there. */
export const getAsyncPrediction = read("predictions:run", Ref, async (ctx, ref) =>
  viewOf(await own(poolSql(ctx.db.pool), ctx, ref)),
);

/** Ends one that has not ended; what a model computes at this moment is thrown away. */
export const cancelAsyncPrediction = read("predictions:run", Ref, async (ctx, ref) => {
  const sql = poolSql(ctx.db.pool);
  const { id } = await own(sql, ctx, ref);
  await cancelAsyncRow(sql, id);
  return viewOf(await own(sql, ctx, ref));
});

async function own(sql: Sql, ctx: Ctx, { endpoint, id }: z.output<typeof Ref>): Promise<AsyncRow> {
  const row = await findAsync(sql, endpoint, id);
  if (!row || row.createdBy !== ctx.actor.id) throw new NotFoundError("prediction", id);
  return row;
}

async function sameKey(
  sql: Sql,
  { actor }: Ctx,
  { endpoint, idempotency }: z.output<typeof Input>,
  bodyHash: string,
): Promise<AsyncRow | null> {
  if (idempotency === undefined) return null;
  const row = await findByKey(sql, { createdBy: actor.id, endpoint, key: idempotency });
  if (row && row.bodyHash !== bodyHash)
    throw new InvalidError("This Idempotency-Key was already used with another body. Use a new key.");
  return row;
}

async function refuseFull(sql: Sql, { actor }: Ctx, bytes: number): Promise<void> {
  const waiting = await waitingOf(sql, actor.id);
  const isFull =
    waiting.own >= ASYNC.waitingOfOne ||
    waiting.all >= ASYNC.waiting ||
    waiting.bytes + bytes > ASYNC.waitingBytes;
  if (isFull)
    throw new RateLimitedError(
      `More requests wait for their answers than are kept (${ASYNC.waitingOfOne} of one caller). Try again in ${BUSY_SECONDS} s.`,
      BUSY_SECONDS,
    );
}

function viewOf(row: AsyncRow): AsyncPredictionView {
  return {
    id: row.id,
    endpoint: row.endpoint,
    state: row.state,
    result: row.answer === null ? null : JSON.parse(row.answer),
    error: row.error,
    created_at: row.createdAt.toISOString(),
    ended_at: row.endedAt?.toISOString() ?? null,
    expires_at: row.expiresAt.toISOString(),
  };
}
