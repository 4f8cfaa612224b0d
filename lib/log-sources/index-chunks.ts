import { createHash } from "node:crypto";
import { type Received, writeLogRecords } from "@/lib/log-records";
import { type Indexed, linesToIndex, markIndexed, type TaskChunk } from "@/lib/logs";
import type { Ctx, Deps } from "@/lib/platform/context";
import { systemCtx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { isWorthAnotherTry } from "./another-try";
import { taskRecords } from "./task-records";

/** By this name the store knows what it was given of tasks, and for how long it has to. */
export const TASK_LOGS = "own:task-logs";

const DAY_US = 86_400_000_000;
/** Written together at most, unless one chunk alone has more. */
const LINES = 10_000;

export function taskLogCtx(deps: Deps): Ctx {
  return systemCtx(deps, TASK_LOGS);
}

/**
 * Takes the lines of chunks into the log search, each once: first the records are written, under a digest that names the chunk,
 * then it is marked. Whoever stops between the two does no harm, because the store knows the digest until nothing waits. Throws
 * when a store is away; a chunk that is at fault itself is given up.
 */
export async function indexChunks(
  ctx: Ctx,
  chunks: readonly TaskChunk[],
  textOf: (chunk: TaskChunk) => string | undefined = () => undefined,
): Promise<void> {
  const sql = poolSql(ctx.db.pool);
  for (const some of portions(chunks)) {
    const done = await Promise.all(some.map((chunk) => indexChunk(ctx, chunk, textOf(chunk))));
    await markIndexed(sql, done);
  }
}

async function indexChunk(ctx: Ctx, chunk: TaskChunk, text: string | undefined): Promise<Indexed> {
  const { attemptId, seq, left } = chunk;
  if (!chunk.isWanted) return { attemptId, seq, left, isOpen: false };
  try {
    const { lines, isOpen } = await linesToIndex({ ...ctx, sql: poolSql(ctx.db.pool) }, chunk, text);
    const records = taskRecords(lines, chunk, receivedAt(ctx));
    if (records.length > 0) await writeLogRecords(ctx, { records, digest: digestOf(chunk) });
    return { attemptId, seq, left, isOpen };
  } catch (error) {
    if (isWorthAnotherTry(error)) throw error;
    ctx.log.warn(
      { err: error, attempt_id: attemptId, seq },
      "a piece of a log is not found by the log search; the log itself has it",
    );
    return { attemptId, seq, left, isOpen: false };
  }
}

function digestOf({ attemptId, seq, left }: TaskChunk): Buffer {
  return createHash("sha256").update(`${attemptId} ${seq} ${left}`).digest();
}

function receivedAt(ctx: Ctx): Received {
  return { nowUs: ctx.clock.now().getTime() * 1_000, keptUs: env().GWANJE_LOG_DAYS * DAY_US };
}

function* portions(chunks: readonly TaskChunk[]): Generator<TaskChunk[]> {
  let some: TaskChunk[] = [];
  let lines = 0;
  for (const chunk of chunks) {
    if (some.length > 0 && lines + chunk.lines > LINES) {
      yield some;
      some = [];
      lines = 0;
    }
    some.push(chunk);
    lines += chunk.lines;
  }
  if (some.length > 0) yield some;
}
