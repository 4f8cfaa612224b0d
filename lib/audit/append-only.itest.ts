import { expect, test } from "vitest";
import { systemCtx } from "@/lib/platform/context";
import { testStores } from "@/lib/testing";
import { recordAudit } from "./record";
import { expireAudit } from "./retention";

const stores = testStores();

test("no row of the audit log can be changed or taken away, not even by the product's own connection", async () => {
  const { prisma } = stores.db;
  const target = { type: "user", id: "usr_1" };
  await recordAudit(prisma, systemCtx(stores, "test"), "test.write", { target, after: { role: "viewer" } });
  const before = await prisma.auditLog.findMany();
  expect(before).toHaveLength(1);
  const attempts: [string, () => Promise<unknown>][] = [
    ["UPDATE", () => prisma.auditLog.updateMany({ data: { actorName: "somebody else" } })],
    ["DELETE", () => prisma.auditLog.deleteMany()],
    ["TRUNCATE", () => prisma.$executeRaw`TRUNCATE audit_log`],
  ];
  for (const [name, attempt] of attempts)
    await expect(attempt(), name).rejects.toThrow(`audit_log is append-only: ${name} is refused`);
  expect(await prisma.auditLog.findMany()).toEqual(before);
});

test("only what is older than 400 days goes, oldest first, and a row says how much", async () => {
  const { prisma } = stores.db;
  const ctx = systemCtx(stores, "housekeeping");
  const day = 86_400_000;
  const aged = (id: string, days: number) => ({
    id,
    at: new Date(Date.now() - days * day),
    actorType: "system",
    actorName: "test",
    action: "test.old",
  });
  await prisma.auditLog.createMany({
    data: [aged("old_500", 500), aged("old_450", 450), aged("old_401", 401), aged("old_399", 399)],
  });
  const left = async () =>
    (await prisma.auditLog.findMany({ where: { action: "test.old" }, orderBy: { at: "asc" } })).map(
      (row) => row.id,
    );
  await expect(prisma.auditLog.deleteMany({ where: { id: "old_399" } })).rejects.toThrow("append-only");
  await expect(expireAudit(ctx, 30), "a shorter time than the database allows").rejects.toThrow(
    "append-only",
  );
  expect(await left(), "a refused round takes nothing").toHaveLength(4);
  // Of a row that stays: a refused change may hold its lock for a moment longer, and what is locked is left to the next round.
  await expect(prisma.auditLog.updateMany({ where: { id: "old_399" }, data: { ip: "x" } })).rejects.toThrow(
    "UPDATE is refused",
  );
  expect(await expireAudit(ctx, 460)).toBe(1);
  expect(await left()).toEqual(["old_450", "old_401", "old_399"]);
  expect(await expireAudit(ctx, 400, { batch: 1 }), "in batches of one").toBe(2);
  expect(await left()).toEqual(["old_399"]);
  expect(await expireAudit(ctx, 400)).toBe(0);
  const traces = await prisma.auditLog.findMany({
    where: { action: "audit.expire" },
    orderBy: { id: "asc" },
  });
  const until = expect.stringMatching(/^20\d\d-.*Z$/);
  expect(traces.map((row) => row.detail)).toEqual([
    { rows: 1, keep_days: 460, until },
    { rows: 1, keep_days: 400, until },
    { rows: 1, keep_days: 400, until },
  ]);
});
