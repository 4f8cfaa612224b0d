import { setTimeout as pause } from "node:timers/promises";
import { expireAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";

const EVERY_MS = 3_600_000;

/** Takes away what has been kept long enough, now and once an hour, until `signal`. A failed round is tried in the next. */
export async function keepHouse(ctx: Ctx, signal: AbortSignal, keep: { auditDays: number }): Promise<void> {
  while (!signal.aborted) {
    try {
      const rows = await expireAudit(ctx, keep.auditDays);
      if (rows > 0) ctx.log.info({ rows }, "rows of the audit log were kept long enough");
    } catch (error) {
      ctx.log.warn({ err: error }, "what has been kept long enough was not taken away");
    }
    await pause(EVERY_MS, undefined, { signal }).catch(() => {});
  }
}
