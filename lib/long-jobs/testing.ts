import type { Deps } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import type { AnyLongJob } from "./define-long-job";
import { claim } from "./repository/leases";
import { createBrake, runAttempt } from "./run-attempt";

/** Runs what is queued of these kinds, one after the other, until nothing is. */
export async function workOff(deps: Deps, kinds: readonly AnyLongJob[]): Promise<void> {
  const by = { kinds: kinds.map(({ name }) => name), owner: "test", leaseMs: 60_000, limit: 1 };
  for (;;) {
    const [row] = await claim(poolSql(deps.db.pool), by);
    const kind = kinds.find(({ name }) => name === row?.kind);
    if (!row || !kind) return;
    await runAttempt(deps, kind, row, createBrake());
  }
}
