import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { Logger } from "@/lib/platform/logger";
import { type KillOrder, LEASE_MS, LEASE_RENEW_MS } from "@/lib/tasks";

/** Tasks are killed when no renewal was confirmed for this share of a lease, before another worker can get them. */
const FENCE_SHARE = 0.6;
/** Pause after a failed renewal. */
const AGAIN_MS = 200;

/**
 * Renews the leases of all running attempts and returns the ones to kill. When renewals have failed or hung for
 * FENCE_SHARE of a lease, `onLost` is called, again and again until one succeeds. A renewal counts from when it was
 * sent, because the database may have written it then. Uses a monotonic clock.
 */
export function keepLeases(options: {
  renew(): Promise<{ kill: KillOrder[] }>;
  onKill(order: KillOrder): void;
  onLost(): void;
  log: Logger;
  leaseMs?: number;
  renewMs?: number;
}): { stop(): Promise<void> } {
  const { log, leaseMs = LEASE_MS, renewMs = LEASE_RENEW_MS } = options;
  const fenceMs = leaseMs * FENCE_SHARE;
  const stopped = new AbortController();
  const whenStopped = new Promise<void>((resolve) => {
    stopped.signal.addEventListener("abort", () => resolve(), { once: true });
  });
  let fence: NodeJS.Timeout | undefined;

  function holdUntil(at: number): void {
    clearTimeout(fence);
    fence = setTimeout(
      () => {
        options.onLost();
        holdUntil(performance.now() + renewMs);
      },
      Math.max(0, at - performance.now()),
    );
  }

  /** Returns the delay until the next renewal. */
  async function renewOnce(): Promise<number> {
    const sentAt = performance.now();
    try {
      const { kill } = await options.renew();
      holdUntil(sentAt + fenceMs);
      for (const order of kill) options.onKill(order);
      return renewMs;
    } catch (error) {
      log.warn({ err: error }, "a heartbeat was not written");
      return Math.min(AGAIN_MS, renewMs);
    }
  }

  holdUntil(performance.now() + fenceMs);
  const running = (async () => {
    while (!stopped.signal.aborted) {
      // One at a time, so a renewal that hangs is not joined by others.
      const waitMs = await Promise.race([renewOnce(), whenStopped]);
      if (waitMs) await pause(waitMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();

  return {
    async stop() {
      stopped.abort();
      await running;
      clearTimeout(fence);
    },
  };
}

const Enduring = z.object({ on_lease_loss: z.literal("continue_until_fenced") });

/**
 * A task may ask to survive a database that is away for longer than a lease, as a long training should. It then runs
 * until a renewal returns "fenced". Its effects stay fenced; only its work may be done twice.
 */
export const enduresLeaseLoss = (task: unknown): boolean => Enduring.safeParse(task).success;
