import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { Logger } from "@/lib/platform/logger";
import { type KillOrder, LEASE_MS, LEASE_RENEW_MS } from "@/lib/tasks";

/**
 * Renews the leases of all that runs, and hears what to end. By a clock that nobody sets: when no renewal has been
 * answered for a lease, somebody else may be running the same attempts, so `onLost` is called, also when a renewal hangs
 * instead of failing. A renewal counts from when it was sent.
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
  const stopped = new AbortController();
  let lastGood = performance.now();

  async function renewOnce(): Promise<void> {
    const sentAt = performance.now();
    try {
      const { kill } = await options.renew();
      lastGood = Math.max(lastGood, sentAt);
      for (const order of kill) options.onKill(order);
    } catch (error) {
      log.warn({ err: error }, "a heartbeat was not written");
    }
  }

  const running = (async () => {
    let beat: Promise<void> | null = null;
    while (!stopped.signal.aborted) {
      // One at a time: a renewal that hangs is not joined by others.
      beat ??= renewOnce().finally(() => {
        beat = null;
      });
      await Promise.race([beat, pause(renewMs)]);
      if (performance.now() - lastGood > leaseMs) options.onLost();
      await pause(renewMs, undefined, { signal: stopped.signal }).catch(() => {});
    }
  })();

  return {
    async stop() {
      stopped.abort();
      await running;
    },
  };
}

const Enduring = z.object({ on_lease_loss: z.literal("continue_until_fenced") });

/**
 * A long training need not die of a database that was away for longer than a lease: its task may say that it goes on until
 * a renewal is answered with "fenced". Its effects are fenced all the same; only its work may be done twice.
 */
export const enduresLeaseLoss = (task: unknown): boolean => Enduring.safeParse(task).success;
