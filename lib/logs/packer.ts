import { type ChunkStores, type KeptChunk, storeChunk, storeTogether } from "./chunk";

/** A reader of an ended attempt waits at most this much longer. */
const PACK_MS = 200;
const PACK_BYTES = 256 * 1024;
/** Larger chunks get their own object, so that a reader of one log does not download many others. */
const SMALL_BYTES = 16 * 1024;

type Waiting = { chunk: KeptChunk; resolve(): void; reject(error: unknown): void };
type Open = { waiting: Waiting[]; bytes: number; timer: NodeJS.Timeout };

/**
 * The small last chunks of a run's logs share an object: storing the log of a short task would otherwise cost as much
 * as the task. The first is stored at once, so a single task never waits; those that end within PACK_MS of it go
 * together.
 */
export function createPacker(stores: ChunkStores): {
  /** Resolves when the chunk is stored. Throws errors of the store and the database. */
  store(chunk: KeptChunk, isLast: boolean): Promise<void>;
} {
  const runs = new Map<string, Open>();

  function open(runId: string): Open {
    const one: Open = { waiting: [], bytes: 0, timer: setTimeout(() => close(runId), PACK_MS) };
    runs.set(runId, one);
    return one;
  }
  function close(runId: string): void {
    const one = runs.get(runId);
    runs.delete(runId);
    if (one && one.waiting.length > 0) {
      // Chunks that arrive during the upload belong to the next pack.
      open(runId);
      void send(runId, one.waiting);
    }
  }
  async function send(runId: string, waiting: readonly Waiting[]): Promise<void> {
    const chunks = waiting.map(({ chunk }) => chunk);
    try {
      await storeTogether(stores, runId, chunks);
      for (const one of waiting) one.resolve();
    } catch (error) {
      for (const one of waiting) one.reject(error);
    }
  }

  return {
    async store(chunk, isLast) {
      if (!isLast || chunk.sizeBytes > SMALL_BYTES) return storeChunk(stores, chunk);
      const { runId } = chunk;
      const one = runs.get(runId);
      if (!one) {
        open(runId);
        return storeChunk(stores, chunk);
      }
      return new Promise((resolve, reject) => {
        one.waiting.push({ chunk, resolve, reject });
        one.bytes += chunk.sizeBytes;
        if (one.bytes < PACK_BYTES) return;
        clearTimeout(one.timer);
        close(runId);
      });
    },
  };
}
