import { setTimeout as pause } from "node:timers/promises";
import { expect, test } from "vitest";
import { createLogger } from "@/lib/platform/logger";
import { keepLeases } from "./lease-keeper";

const log = createLogger("test", "silent");
const quick = { log, leaseMs: 60, renewMs: 5 };

test.each([
  ["fail", () => Promise.reject(new Error("away"))],
  ["hang", () => new Promise<never>(() => {})],
])(
  "renewals that %s mean that the attempts are lost, before the lease has run out, and again until one is answered",
  async (_name, renew) => {
    const events: string[] = [];
    const leaseMs = 400;
    const keeper = keepLeases({
      log,
      leaseMs,
      renewMs: 40,
      renew,
      onKill: () => {},
      onLost: () => events.push("lost"),
    });
    // Timers of one process fire in the order in which they are due, however late.
    await pause(leaseMs / 2).then(() => events.push("half of the lease"));
    await pause(leaseMs / 2).then(() => events.push("its end"));
    await keeper.stop();
    expect(events.slice(0, 3)).toEqual(["half of the lease", "lost", "lost"]);
    expect(events.at(-1)).toBe("its end");
  },
);

test("a renewal counts from when it was sent, not from when it was answered", async () => {
  const leaseMs = 1_000;
  const events: string[] = [];
  let renewals = 0;
  let answered: () => void = () => {};
  const answer = new Promise<void>((resolve) => {
    answered = resolve;
  });
  const keeper = keepLeases({
    log,
    leaseMs,
    renewMs: 1,
    async renew() {
      renewals += 1;
      if (renewals > 1) return new Promise<never>(() => {});
      await pause(leaseMs * 0.5);
      answered();
      return { kill: [] };
    },
    onKill: () => {},
    onLost: () => events.push("lost"),
  });
  await answer;
  await pause(leaseMs * 0.4).then(() => events.push("nine tenths of the lease"));
  await keeper.stop();
  expect(events[0]).toBe("lost");
});

test("a renewal tells what to end, and as long as renewals are answered nothing is lost", async () => {
  const order = { attemptId: "a", reason: "cancelled" };
  let lost = 0;
  let renewals = 0;
  const killed: unknown[] = [];
  await new Promise<void>((done) => {
    const keeper = keepLeases({
      ...quick,
      leaseMs: 10_000,
      renew: async () => {
        renewals += 1;
        if (renewals === 20) void keeper.stop().then(done);
        return { kill: renewals === 3 ? [order] : [] };
      },
      onKill: (one) => killed.push(one),
      onLost: () => {
        lost += 1;
      },
    });
  });
  expect([lost, killed]).toEqual([0, [order]]);
});
