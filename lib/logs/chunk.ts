import { nudgeReaders } from "@/lib/events";
import type { Sql } from "@/lib/platform/db";
import { uuidV7 } from "@/lib/platform/ids";
import type { Redis } from "@/lib/platform/redis";
import type { ObjectStore } from "@/lib/platform/storage";
import { chunkKey, packKey } from "./key";
import { type Chunk, insertChunks } from "./repository";

/** A chunk of a log with its place, and its lines as they will be stored. */
export type KeptChunk = Chunk & { runId: string; attemptId: string; text: string };
export type ChunkStores = { storage: ObjectStore; sql: Sql; redis: Redis };

const TYPE = "application/x-ndjson";

/** Stores a chunk and its row; storing it twice is harmless. Throws errors of the store and the database. */
export async function storeChunk(stores: ChunkStores, kept: KeptChunk): Promise<void> {
  const { runId, attemptId, text, ...chunk } = kept;
  await stores.storage.putBytes(chunkKey(runId, attemptId, chunk.seq), text, TYPE);
  await insertChunks(stores.sql, runId, [{ ...chunk, attemptId, packKey: null, packByte: null }]);
  nudgeReaders(stores.redis);
}

/** The same for several chunks of one run in one object and one commit. */
export async function storeTogether(
  stores: ChunkStores,
  runId: string,
  chunks: readonly KeptChunk[],
): Promise<void> {
  const key = packKey(runId, uuidV7());
  let at = 0;
  const rows = chunks.map(({ runId: _run, text: _text, ...chunk }) => {
    const packByte = at;
    at += chunk.sizeBytes;
    return { ...chunk, packKey: key, packByte };
  });
  await stores.storage.putBytes(key, chunks.map(({ text }) => text).join(""), TYPE);
  await insertChunks(stores.sql, runId, rows);
  nudgeReaders(stores.redis);
}
