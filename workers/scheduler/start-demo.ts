import { setTimeout as pause } from "node:timers/promises";
import { demoState, loadDemo } from "@/lib/demo";
import type { Ctx } from "@/lib/platform/context";

const POLL_MS = 500;

/** Loads the demo as soon as the folder's loader has brought its pipeline; ends with `signal`, or when it is there. */
export async function startDemo(ctx: Ctx, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      if ((await demoState(ctx, {})).available) {
        const { created } = await loadDemo(ctx);
        ctx.log.info({ created }, "the demo is there");
        return;
      }
    } catch (error) {
      ctx.log.warn({ err: error }, "the demo was not loaded");
    }
    await pause(POLL_MS, undefined, { signal }).catch(() => {});
  }
}
