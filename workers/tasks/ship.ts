import { setTimeout as pause } from "node:timers/promises";
import { type KeptChunk, storeChunk } from "@/lib/logs";
import { taskMetrics } from "@/lib/metrics";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import type { Outcomes } from "./outcomes";
import type { Spool } from "./spool";

const EVERY_MS = 5_000;

/** Delivers what lies on disk, our own and what earlier workers left, until `signal`. */
export async function shipLeft(
  deps: Deps,
  left: { outcomes: Outcomes; outcomeSpool: Spool; chunks: Spool },
  signal: AbortSignal,
): Promise<void> {
  const warn = (error: unknown) =>
    deps.log.warn({ err: error }, "what lies in the spool was not delivered yet");
  await left.outcomes.deliverLeft().catch(warn);
  while (!signal.aborted) {
    await shipChunks(deps, left.chunks).catch(warn);
    const { spooled } = taskMetrics();
    spooled.set({ what: "chunks" }, (await left.chunks.names()).length);
    spooled.set({ what: "outcomes" }, (await left.outcomeSpool.names()).length);
    await pause(EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

/** Stops at the first that is refused: its store is still away. Stored twice is stored once. */
export async function shipChunks(
  deps: Pick<Deps, "storage" | "redis" | "db">,
  chunks: Spool,
): Promise<number> {
  let shipped = 0;
  for (const name of await chunks.names()) {
    const chunk = await chunks.read(name).then(keptChunk, () => null);
    // Another worker of this machine has just delivered it.
    if (!chunk) continue;
    await storeChunk({ ...deps, sql: poolSql(deps.db.pool) }, chunk);
    await chunks.drop(name);
    shipped += 1;
  }
  return shipped;
}

/** A name that sorts as the log does. */
export function chunkName(chunk: KeptChunk): string {
  return `${chunk.attemptId}-${String(chunk.seq).padStart(6, "0")}`;
}

/** The guarantee: files of the spool were written whole, from a KeptChunk, by a worker of this installation. */
function keptChunk(value: unknown): KeptChunk {
  return value as KeptChunk;
}
