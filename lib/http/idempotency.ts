import type { Ctx } from "@/lib/platform/context";
import { seal, sha256Hex, unseal } from "@/lib/platform/crypto";
import { ConflictError, InvalidError } from "@/lib/platform/errors";
import { claimKey, findKey, freeKey, keepAnswer } from "@/lib/platform/idempotency-repository";

const KEEP_MS = 24 * 3_600_000;
/** Longer than any call; an unfinished one was cut off with its process. */
const MOST_IN_FLIGHT_MS = 10 * 60_000;
const MAX_KEY = 255;
const IN_FLIGHT_RETRY_SECONDS = 2;

type Outcome = { result: unknown; replayed: boolean };

/**
 * A POST sent twice with one Idempotency-Key is executed once; the second gets the first one's reply. A key belongs to
 * one caller and one path. A call that was refused or failed changed nothing, so its key is free again.
 */
export async function once(
  ctx: Ctx,
  request: Request,
  input: unknown,
  work: () => Promise<unknown>,
): Promise<Outcome> {
  const key = request.headers.get("idempotency-key");
  // Anonymous callers cannot have keys, because all share one actor.
  if (key === null || request.method !== "POST" || ctx.actor.type === "system")
    return { result: await work(), replayed: false };
  if (key === "" || key.length > MAX_KEY)
    throw new InvalidError(`Idempotency-Key must have 1 to ${MAX_KEY} characters.`);
  const scope = `${ctx.actor.type}:${ctx.actor.id} ${new URL(request.url).pathname}`;
  const requestHash = sha256Hex(JSON.stringify(input));
  const store = ctx.db.prisma;
  const ref = { scope, key };
  const now = ctx.clock.now();
  const ago = (ms: number) => new Date(now.getTime() - ms);
  // Housekeeping deletes old keys once an hour; until then an expired key is replaced here.
  const claimed = await claimKey(store, ref, {
    requestHash,
    now,
    before: ago(KEEP_MS),
    cutOffBefore: ago(MOST_IN_FLIGHT_MS),
  });
  if (!claimed) {
    const first = await findKey(store, ref);
    if (first && first.requestHash !== requestHash)
      throw new InvalidError("This Idempotency-Key was already used with another body. Use a new key.");
    if (first?.status !== 200) throw inFlight();
    return { result: opened(ctx, scope, first.body), replayed: true };
  }
  let result: unknown;
  try {
    result = await work();
  } catch (error) {
    await freeKey(store, ref).catch(() => {});
    throw error;
  }
  try {
    if (result instanceof Response) await freeKey(store, ref);
    // Sealed, because a reply may have a secret that is shown once (a new token).
    else
      await keepAnswer(store, ref, seal(ctx.secret, `idempotency:${scope}`, JSON.stringify(result ?? null)));
  } catch (error) {
    // The call succeeded, so its caller gets the reply even if a repeat cannot.
    ctx.log.warn({ err: error }, "the answer of a call with an Idempotency-Key was not kept");
  }
  return { result, replayed: false };
}

function opened(ctx: Ctx, scope: string, body: unknown): unknown {
  return JSON.parse(unseal(ctx.secret, `idempotency:${scope}`, String(body)));
}

function inFlight(): ConflictError {
  const error = new ConflictError(
    "The first request with this Idempotency-Key has not ended. Ask again in a moment.",
  );
  error.extra.retryAfterSeconds = IN_FLIGHT_RETRY_SECONDS;
  return error;
}
