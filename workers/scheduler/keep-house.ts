import { setTimeout as pause } from "node:timers/promises";
import { expireAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { removeDue } from "@/lib/platform/storage/removal";
import { ROUND_EVERY_MS, retentionRound } from "@/lib/retention";

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

/** `run` returns how much it took away. */
type Chore = { name: string; everyMs: number; run(): Promise<number> };

/** Takes away what has been kept long enough, until `signal`. Each chore has a loop of its own: one that fails or hangs stops no other. */
export async function keepHouse(ctx: Ctx, signal: AbortSignal, keep: { auditDays: number }): Promise<void> {
  const chores: Chore[] = [
    { name: "audit rows", everyMs: HOUR_MS, run: () => expireAudit(ctx, keep.auditDays) },
    { name: "retention", everyMs: ROUND_EVERY_MS, run: async () => (await retentionRound(ctx)).runs },
    { name: "objects without rows", everyMs: MINUTE_MS, run: () => removeDue(ctx) },
  ];
  await Promise.all(chores.map((chore) => repeat(ctx, chore, signal)));
}

async function repeat({ log }: Ctx, { name, everyMs, run }: Chore, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const count = await run();
      if (count > 0) log.info({ chore: name, count }, "housekeeping took away what was kept long enough");
    } catch (error) {
      log.warn(
        { err: error, chore: name },
        "a chore of housekeeping failed; it is tried again in the next round",
      );
    }
    await pause(everyMs, undefined, { signal }).catch(() => {});
  }
}
