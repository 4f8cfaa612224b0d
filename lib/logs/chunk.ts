import type { Sql } from "@/lib/platform/db";
import { publishEvent } from "@/lib/platform/events";
import type { Redis } from "@/lib/platform/redis";
import type { ObjectStore } from "@/lib/platform/storage";
import { chunkKey } from "./key";
import { type Chunk, insertChunk } from "./repository";

/** A piece of a log on its way to the bucket: where it belongs, and its lines as they will be stored. */
export type KeptChunk = Chunk & { runId: string; attemptId: string; text: string };

/** Stores a chunk and its row; a second time changes nothing. Throws what the store or the database says. */
export async function storeChunk(
  deps: { storage: ObjectStore; sql: Sql; redis: Redis },
  kept: KeptChunk,
): Promise<void> {
  const { runId, attemptId, text, ...chunk } = kept;
  await deps.storage.putBytes(chunkKey(runId, attemptId, chunk.seq), text, "application/x-ndjson");
  await insertChunk(deps.sql, attemptId, chunk);
  publishEvent(deps.redis, { topic: "log", id: attemptId, run_id: runId });
}
