import { expect, test } from "vitest";
import { systemCtx } from "@/lib/platform/context";
import { testStores } from "@/lib/testing";
import { recordAudit } from "./record";

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
