import type * as z from "zod";
import { newId } from "@/lib/platform/ids";
import type { Redis } from "@/lib/platform/redis";
import { type HotWriteArgs, hotWrite } from "@/lib/verbs";
import { refuseWithout, storedActor } from "./actor";
import type { LongJob, Queued } from "./define-long-job";
import { activeOfKey, insertRow, lockKey } from "./repository/rows";
import type { LongJobStarted } from "./schema";

/** The channel on which processes hear that something is queued, or to be cancelled. */
export const LONG_JOBS_CHANNEL = "gwanje:long-jobs";

export function nudge(redis: Redis): void {
  // Without Redis the next look at the queue finds it.
  redis.publish(LONG_JOBS_CHANNEL, "").catch(() => {});
}

type Inside = Pick<HotWriteArgs<unknown>, "sql" | "ctx" | "event" | "afterCommit">;

/**
 * Puts a job into the queue in the transaction of the change that wants it. Throws FORBIDDEN where a permission of the kind
 * is missing. Where one of the same exclusive key is queued or running, that one is returned.
 */
export async function enqueueLongJob<S extends z.ZodType>(
  kind: Queued<S>,
  { sql, ctx, event, afterCommit }: Inside,
  input: z.output<S>,
): Promise<LongJobStarted> {
  refuseWithout(ctx, kind.permissions);
  const exclusiveKey = kind.exclusive ? `${kind.name}:${kind.exclusive(input)}` : null;
  if (exclusiveKey !== null) {
    await lockKey(sql, exclusiveKey);
    const active = await activeOfKey(sql, exclusiveKey);
    if (active !== null) return { id: active, created: false };
  }
  const id = newId("job");
  await insertRow(sql, {
    id,
    kind: kind.name,
    input: JSON.stringify(input),
    subject: kind.subject(input),
    exclusiveKey,
    permissions: kind.permissions,
    actor: storedActor(ctx.actor),
  });
  event({ topic: "long_job", id });
  afterCommit(() => nudge(ctx.redis));
  return { id, created: true };
}

/** The verb that starts jobs of a kind, for kinds that need nothing else changed with it. */
export function startLongJob<S extends z.ZodType, K extends z.ZodType>(kind: LongJob<S, K>) {
  return hotWrite(kind.permissions[0], kind.input, async ({ input, audit, unchanged, ...rest }) => {
    const started = await enqueueLongJob(kind, rest, input);
    if (!started.created) return unchanged(started);
    const detail = { kind: kind.name, subject: kind.subject(input) };
    return audit("long_job.start", { target: { type: "long_job", id: started.id }, detail }, started);
  });
}
