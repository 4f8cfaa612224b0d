import { predict } from "@/lib/endpoints";
import { sentenceOf } from "@/lib/jobs";
import { ctxOf } from "@/lib/long-jobs";
import { tellWebhook } from "@/lib/models";
import type { Deps } from "@/lib/platform/context";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { AppError } from "@/lib/platform/errors";
import { isStoreFault } from "@/lib/platform/store-fault";
import { recorded } from "@/lib/predictions";
import { type AsyncEnd, type Claimed, claimAsync, endAsync, putOff } from "./repository";
import { ASYNC } from "./values";

const FIRST_WAIT_MS = 1_000;
const WEBHOOK_EVENT = "prediction.ended";
/** Under which the prediction log keeps it. */
const PROTOCOL = "predict";

/** Answers what waits, a few at once; returns how many there were. */
export async function answerWaiting(deps: Deps): Promise<number> {
  const claimed = await claimAsync(poolSql(deps.db.pool), ASYNC.atOnce, ASYNC.leaseMs);
  await Promise.all(claimed.map((one) => answer(deps, one)));
  return claimed.length;
}

async function answer(deps: Deps, claimed: Claimed): Promise<void> {
  const end = await endOf(deps, claimed);
  if (end === "later") return putOff(poolSql(deps.db.pool), claimed, FIRST_WAIT_MS * 2 ** claimed.attempts);
  await poolTransaction(deps.db.pool, async (sql) => {
    if (!(await endAsync(sql, claimed, end))) return;
    if (claimed.webhookId !== null)
      await tellWebhook(sql, {
        id: claimed.webhookId,
        type: WEBHOOK_EVENT,
        body: bodyOf(deps, claimed, end),
      });
  });
}

async function endOf(deps: Deps, { endpoint, body, actor, attempts }: Claimed): Promise<AsyncEnd | "later"> {
  try {
    const ctx = ctxOf(deps, actor);
    const seen = { protocol: PROTOCOL, traceparent: undefined, since: performance.now() };
    const result = await recorded(ctx, seen, (story) =>
      predict(ctx, { endpoint, body: JSON.parse(body), story }),
    );
    const text = JSON.stringify(result);
    if (Buffer.byteLength(text) <= ASYNC.answerBytes) return { answer: text };
    return {
      error: {
        code: "TOO_LARGE",
        message: `The answer has more than ${ASYNC.answerBytes} bytes. Send fewer rows.`,
      },
    };
  } catch (error) {
    const isPassing =
      isStoreFault(error) || (error instanceof AppError && error.extra.retryAfterSeconds !== undefined);
    if (isPassing && attempts < ASYNC.attempts) return "later";
    if (!(error instanceof AppError))
      deps.log.warn({ endpoint, err: error }, "a request that waited could not be answered");
    const errors = error instanceof AppError ? error.extra.errors : undefined;
    return {
      error: {
        code: error instanceof AppError ? error.code : "INTERNAL",
        message: sentenceOf(error),
        ...(errors && { errors }),
      },
    };
  }
}

/** The answer itself where it is not large; otherwise the receiver reads it at the address of the result. */
function bodyOf({ clock }: Deps, { id, endpoint }: Claimed, end: AsyncEnd): string {
  const result = "answer" in end && end.answer.length <= ASYNC.toldBytes ? JSON.parse(end.answer) : null;
  return JSON.stringify({
    type: WEBHOOK_EVENT,
    timestamp: clock.now().toISOString(),
    data: {
      ...{ id, endpoint, state: "answer" in end ? "succeeded" : "failed" },
      ...{
        result,
        error: "error" in end ? end.error : null,
        path: `/predict/${encodeURIComponent(endpoint)}/results/${id}`,
      },
    },
  });
}
