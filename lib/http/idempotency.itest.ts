import { expect, it } from "vitest";
import { ConflictError } from "@/lib/platform/errors";
import { testCtx, testStores, waitFor } from "@/lib/testing";
import { once } from "./idempotency";

const stores = testStores();
const post = (key: string, path = "/api/v1/things") =>
  new Request(`http://localhost${path}`, { method: "POST", headers: { "idempotency-key": key } });

it("a repeated POST happens once and answers the same", async () => {
  const ctx = testCtx(stores);
  let made = 0;
  const make = async () => ({ id: ++made });
  expect(await once(ctx, post("a"), { x: 1 }, make)).toEqual({ result: { id: 1 }, replayed: false });
  expect(await once(ctx, post("a"), { x: 1 }, make)).toEqual({ result: { id: 1 }, replayed: true });
  await expect(once(ctx, post("a"), { x: 2 }, make)).rejects.toMatchObject({ code: "INVALID" });
  expect((await once(ctx, post("a", "/api/v1/other"), { x: 1 }, make)).result).toEqual({ id: 2 });
  expect((await once(testCtx(stores), post("a"), { x: 1 }, make)).result).toEqual({ id: 3 });
});

it("says that the first has not ended", async () => {
  const ctx = testCtx(stores);
  await once(ctx, post("b"), {}, async () => {
    await expect(once(ctx, post("b"), {}, async () => null)).rejects.toMatchObject({ code: "CONFLICT" });
  });
});

it("forgets after a day, and keeps no secret in the clear", async () => {
  const ctx = testCtx(stores);
  await once(ctx, post("c"), {}, async () => ({ token: "gwj_pat_visible" }));
  const row = await stores.db.prisma.idempotencyKey.findFirstOrThrow({ where: { key: "c" } });
  expect(JSON.stringify(row)).not.toContain("visible");
  stores.clock.advance(24 * 3_600_000 + 1);
  expect((await once(ctx, post("c"), {}, async () => "new")).result).toBe("new");
});

it.each([
  ["on our side", new Error("deadlock detected")],
  ["with a refusal", new ConflictError("not now")],
])("a call that failed %s may be sent again with its key", async (_how, failure) => {
  const ctx = testCtx(stores);
  const key = failure.message;
  await expect(once(ctx, post(key), {}, () => Promise.reject(failure))).rejects.toBe(failure);
  expect(await once(ctx, post(key), {}, async () => "done")).toEqual({ result: "done", replayed: false });
});

it("a call that was cut off with its process blocks its key for minutes, not for a day", async () => {
  const ctx = testCtx(stores);
  let cutOff = () => {};
  const never = new Promise<void>((resolve) => {
    cutOff = resolve;
  });
  const first = once(ctx, post("d"), {}, () => never);
  await waitFor("its row", () => stores.db.prisma.idempotencyKey.count({ where: { key: "d" } }));
  stores.clock.advance(60_000);
  await expect(once(ctx, post("d"), {}, async () => "new")).rejects.toMatchObject({ code: "CONFLICT" });
  stores.clock.advance(10 * 60_000);
  expect((await once(ctx, post("d"), {}, async () => "new")).result).toBe("new");
  cutOff();
  await first;
});
