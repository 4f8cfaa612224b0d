import { expect, test } from "vitest";
import { createLogger } from "@/lib/platform/logger";
import { keepLeases } from "./lease-keeper";

const log = createLogger("test", "silent");
const quick = { log, leaseMs: 60, renewMs: 5 };

test.each([
  ["fail", () => Promise.reject(new Error("away"))],
  ["hang", () => new Promise<never>(() => {})],
])("renewals that %s for a lease mean that the attempts are lost", async (_name, renew) => {
  const startedAt = performance.now();
  let keeper: ReturnType<typeof keepLeases> | undefined;
  await new Promise<void>((onLost) => {
    keeper = keepLeases({ ...quick, renew, onKill: () => {}, onLost });
  });
  // Not before: a lease that still holds is nobody else's.
  expect(performance.now() - startedAt).toBeGreaterThanOrEqual(60);
  await keeper?.stop();
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
