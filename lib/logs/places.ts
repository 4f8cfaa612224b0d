import type { Place } from "./chunk-cache";
import { chunkKey } from "./key";
import type { StoredChunk } from "./repository";

/** Where chunks of an attempt lie. */
export function placesOf(runId: string, attemptId: string, chunks: readonly StoredChunk[]): Place[] {
  return chunks.map(({ seq, sizeBytes, packKey, packByte }) =>
    packKey === null
      ? { key: chunkKey(runId, attemptId, seq), from: 0 }
      : { key: packKey, from: packByte ?? 0, sizeBytes },
  );
}
