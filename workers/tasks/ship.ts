import { setTimeout as pause } from "node:timers/promises";
import { type KeptChunk, storeChunk } from "@/lib/logs";
import { taskMetrics } from "@/lib/metrics";
import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import type { Outcomes } from "./outcomes";
import type { Spool } from "./spool";

const EVERY_MS = 5_000;

/** Stores the log chunks on disk, our own and those of earlier workers, until `signal`. */
export async function shipLeft(
  deps: Deps,
  left: { outcomes: Outcomes; outcomeSpool: Spool; chunks: Spool },
  signal: AbortSignal,
): Promise<void> {
  const warn = (error: unknown) =>
    deps.log.warn({ err: error }, "what lies in the spool was not delivered yet");
  const refusals = new Map<string, number>();
  await left.outcomes.deliverLeft().catch(warn);
  while (!signal.aborted) {
    await shipChunks(deps, left.chunks, refusals).catch(warn);
    const { spooled } = taskMetrics();
    spooled.set({ what: "chunks" }, (await left.chunks.names()).length);
    spooled.set({ what: "outcomes" }, (await left.outcomeSpool.names()).length);
    await pause(EVERY_MS, undefined, { signal }).catch(() => {});
  }
}

/** After so many failures in a row the store counts as away. */
const REFUSALS_IN_A_ROW = 3;
/** A chunk that was refused this often, while others were stored, is given up. */
const MOST_REFUSALS = 10;

/**
 * Stores the chunks on disk; repeating it is harmless. Chunks that were refused before come last, so that they do not
 * hold up others, and are set aside in the end. `refusals` counts them by name across calls.
 */
export async function shipChunks(
  deps: Pick<Deps, "storage" | "redis" | "db" | "log">,
  chunks: Spool,
  refusals: Map<string, number> = new Map(),
): Promise<number> {
  const refused = (name: string) => refusals.get(name) ?? 0;
  const names = (await chunks.names()).sort((a, b) => refused(a) - refused(b));
  let [shipped, inARow] = [0, 0];
  for (const name of names) {
    const chunk = await chunks.read(name).then(keptChunk, () => null);
    // Another worker of this machine has just stored it.
    if (!chunk) continue;
    try {
      await storeChunk({ ...deps, sql: poolSql(deps.db.pool) }, chunk);
      await chunks.drop(name);
      refusals.delete(name);
      shipped += 1;
      inARow = 0;
    } catch (error) {
      refusals.set(name, refused(name) + 1);
      deps.log.warn({ err: error, name, times: refused(name) }, "a piece of a log was not stored yet");
      if (shipped > 0 && refused(name) >= MOST_REFUSALS) {
        await chunks.setAside(name);
        refusals.delete(name);
        deps.log.error(
          { err: error, name },
          "a piece of a log cannot be stored; it is kept in the spool's folder aside",
        );
      }
      inARow += 1;
      if (inARow >= REFUSALS_IN_A_ROW) break;
    }
  }
  return shipped;
}

/** A name that sorts as the log does. */
export function chunkName(chunk: KeptChunk): string {
  return `${chunk.attemptId}-${String(chunk.seq).padStart(6, "0")}`;
}

/** The guarantee: a worker of this installation wrote each file of the spool, whole, from a KeptChunk. */
function keptChunk(value: unknown): KeptChunk {
  return value as KeptChunk;
}
