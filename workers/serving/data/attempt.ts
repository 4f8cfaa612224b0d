import type { Ctx, Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { AppError, UnauthenticatedError } from "@/lib/platform/errors";
import { type RunningAttempt, runningAttempt } from "@/lib/tasks";

/** For what only a task can do. */
export function attemptOf({ actor }: Ctx): RunningAttempt {
  if (actor.attempt) return actor.attempt;
  throw new UnauthenticatedError("Only a running task has artifacts here: send its own token.");
}

/** Once more at the end of a body: an upload can outlive its attempt. */
export async function assertStillRunning(
  { db }: Pick<Deps, "db">,
  attempt: RunningAttempt | undefined,
): Promise<void> {
  if (!attempt || (await runningAttempt(poolSql(db.pool), attempt.attemptId))) return;
  throw new AppError("CONFLICT", "The attempt ended during the upload; nothing was stored.");
}
