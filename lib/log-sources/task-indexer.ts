import { givenToIndex, type KeptChunk } from "@/lib/logs";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { indexChunks, taskLogCtx } from "./index-chunks";

/** A search finds a line within a second of its output; most of that goes to storing it. */
const GATHER_MS = 200;
/** Beyond this, and whatever fails here, is left to the scheduler, which reads the stored chunks. */
const MOST_BYTES = 8 * 1024 * 1024;

export type TaskIndexer = {
  /** Takes a chunk that was stored. Never waits, never fails. */
  add(chunk: KeptChunk): void;
  /** Resolves when nothing is under way. */
  settled(): Promise<void>;
};

/** Takes what this worker's tasks print into the log search, from memory and beside the tasks. */
export function createTaskIndexer(deps: Deps): TaskIndexer {
  const ctx = taskLogCtx(deps);
  const sql = poolSql(deps.db.pool);
  let waiting = new Map<string, KeptChunk>();
  let bytes = 0;
  let timer: NodeJS.Timeout | undefined;
  let working: Promise<void> = Promise.resolve();

  async function work(): Promise<void> {
    const chunks = waiting;
    waiting = new Map();
    bytes = 0;
    try {
      const found = await givenToIndex(sql, [...chunks.values()]);
      await indexChunks(ctx, found, (chunk) => chunks.get(keyOf(chunk))?.text);
    } catch (error) {
      deps.log.debug({ err: error, chunks: chunks.size }, "the log search takes pieces of logs in later");
    }
  }
  function begin(): void {
    clearTimeout(timer);
    timer = undefined;
    if (waiting.size > 0) working = working.then(work);
  }

  return {
    add(chunk) {
      if (bytes + chunk.sizeBytes > MOST_BYTES) return;
      waiting.set(keyOf(chunk), chunk);
      bytes += chunk.sizeBytes;
      timer ??= setTimeout(() => {
        void working.then(begin);
      }, GATHER_MS);
    },
    async settled() {
      await working;
      begin();
      await working;
    },
  };
}

function keyOf({ attemptId, seq }: { attemptId: string; seq: number }): string {
  return `${attemptId} ${seq}`;
}
