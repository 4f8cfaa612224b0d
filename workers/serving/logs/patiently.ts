import { setTimeout as sleep } from "node:timers/promises";
import { wasSilent } from "@/lib/platform/db/connections";
import { AppError, StoreAwayError } from "@/lib/platform/errors";
import { isStoreFault } from "@/lib/platform/store-fault";

const AGAIN_MS = 100;

/**
 * What fails because a store is away or full is tried again for so long: a restart of Postgres is shorter than a shipper waits for
 * an answer, and most shippers do not come again. Throws UNAVAILABLE then. `work` may be repeated.
 */
export async function patiently<T>(holdMs: number, work: () => Promise<T>): Promise<T> {
  const until = performance.now() + holdMs;
  for (;;) {
    try {
      return await work();
    } catch (error) {
      // A store that was silent has used up the time already.
      if (wasSilent(error)) throw away();
      const isAway = isStoreFault(error);
      if (!isAway && !isPassing(error)) throw error;
      // A log store of its own says which it is, and when to come again.
      if (performance.now() >= until) throw isAway && !(error instanceof StoreAwayError) ? away() : error;
    }
    await sleep(AGAIN_MS);
  }
}

function isPassing(error: unknown): boolean {
  return error instanceof AppError && (error.code === "RATE_LIMITED" || error.code === "UNAVAILABLE");
}

function away(): AppError {
  const words = "The store of logs is away. Nothing of this was kept; send it again.";
  return new AppError("UNAVAILABLE", words, { retryAfterSeconds: 1 });
}
