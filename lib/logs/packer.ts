import { type ChunkStores, type KeptChunk, storeChunk, storeTogether } from "./chunk";

/** A reader who looks at an attempt that has ended waits this much longer at most. */
const PACK_MS = 200;
const PACK_BYTES = 256 * 1024;
/** What is larger has an object of its own: a reader of one log does not read many others. */
const SMALL_BYTES = 16 * 1024;

type Waiting = { chunk: KeptChunk; resolve(): void; reject(error: unknown): void };
type Open = { waiting: Waiting[]; bytes: number; timer: NodeJS.Timeout };

/**
 * Small last pieces of logs of one run share an object: a task of a few lines would otherwise cost as much to log as to
 * run. The first goes at once, so that a task by itself never waits; what ends within PACK_MS of it goes together.
 */
export function createPacker(stores: ChunkStores): {
  /** Resolves when the chunk is stored; throws what the store or the database says. */
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
      // Whatever ends while these are on their way is of the next pack.
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
