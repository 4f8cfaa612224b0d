import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { Logger } from "@/lib/platform/logger";
import { type KillOrder, LEASE_MS, LEASE_RENEW_MS } from "@/lib/tasks";

/**
 * When no renewal has been answered for this share of a lease, what runs is ended: it is gone before the lease is, and
 * before another worker can be given the same.
 */
const FENCE_SHARE = 0.6;
/** A renewal that failed is tried again this soon, while there is time before the fence. */
const AGAIN_MS = 200;

/**
 * Renews the leases of all that runs, and hears what to end. By a clock that nobody sets: `onLost` is called when renewals
 * have failed, or hung, for FENCE_SHARE of a lease, and again and again until one is answered. A renewal counts from when
 * it was sent, since the database may have written it then.
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

  /** Answers how long to wait until the next. */
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
      // One at a time: a renewal that hangs is not joined by others.
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
 * A long training need not die of a database that was away for longer than a lease: its task may say that it goes on until
 * a renewal is answered with "fenced". Its effects are fenced all the same; only its work may be done twice.
 */
export const enduresLeaseLoss = (task: unknown): boolean => Enduring.safeParse(task).success;
