import type { Redis } from "ioredis";
import { AppError } from "@/lib/platform/errors";
import { STAMP_LENGTH } from "./stored-row";

/**
 * One row, unless a newer one is there. Rows that come in any order, at once or again so end the same: the greatest of
 * (event time, created) stays, and of equal ones the last, so that a correction of the same moment lands.
 */
const KEEP_NEWEST = `
local kept = redis.call('GETRANGE', KEYS[1], 0, ${STAMP_LENGTH - 1})
if kept ~= '' and string.sub(ARGV[1], 1, ${STAMP_LENGTH}) < kept then return 0 end
redis.call('SET', KEYS[1], ARGV[1])
return 1`;
/** Commands sent in one go; between two goes others of this process have their turn. */
const PIPELINED = 500;
const SCANNED = 1_000;

export type KeyedRow = { key: string; row: string };

/** Returns when all of them are in Redis. Throws UNAVAILABLE; what was sent may be sent again. */
export async function writeRows(redis: Redis, rows: readonly KeyedRow[]): Promise<void> {
  for (let at = 0; at < rows.length; at += PIPELINED) {
    const pipeline = redis.pipeline();
    for (const { key, row } of rows.slice(at, at + PIPELINED)) pipeline.eval(KEEP_NEWEST, 1, key, row);
    await resultsOf(pipeline.exec());
  }
}

/** What lies under each key, in one round trip; null where nothing does. Throws UNAVAILABLE. */
export async function readRows(redis: Redis, keys: readonly string[]): Promise<(string | null)[]> {
  const pipeline = redis.pipeline();
  for (let at = 0; at < keys.length; at += PIPELINED) pipeline.mget(keys.slice(at, at + PIPELINED));
  const pages = await resultsOf(pipeline.exec());
  // The guarantee: the answer to MGET is a text or null for each key.
  return pages.flat() as (string | null)[];
}

/** Removes what lies under a pattern, page by page. */
export async function removeRows(redis: Redis, pattern: string): Promise<void> {
  let cursor = "0";
  do {
    const [next, keys] = await redis.scan(cursor, "MATCH", pattern, "COUNT", SCANNED);
    if (keys.length > 0) await redis.unlink(keys);
    cursor = next;
  } while (cursor !== "0");
}

async function resultsOf(executing: Promise<[Error | null, unknown][] | null>): Promise<unknown[]> {
  const answers = await executing.catch((error: unknown) => {
    throw unavailable(error);
  });
  return (answers ?? []).map(([error, result]) => {
    if (error) throw unavailable(error);
    return result;
  });
}

function unavailable(cause: unknown): AppError {
  const error = new AppError("UNAVAILABLE", "The online store (Redis) does not answer. Send it again.", {
    retryAfterSeconds: 1,
  });
  error.cause = cause;
  return error;
}
