import { describe, expect, it, test } from "vitest";
import { createEndpoint, deleteEndpoint } from "@/lib/endpoints";
import { registry } from "@/lib/endpoints/testing";
import type { Actor } from "@/lib/platform/context";
import { createDb, poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { countAnswer, endpointUsage, endpointUsageJob, listUsage, writeUsage } from "./index";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores, ["endpoints:read", "endpoints:write"]);
const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
let made = 0;

async function endpoint(): Promise<string> {
  made += 1;
  const registered = await model();
  await version(registered, {});
  const name = `used-${made}`;
  await createEndpoint(ctx(), { name, variant: { model: registered, version: 1 } });
  return name;
}
const actor = (id: string): Actor => ({
  type: "token",
  id,
  name: `Ada (${id})`,
  role: "viewer",
  permissions: new Set(),
});
const ask = (name: string, by: Actor, status = 200, deps: Parameters<typeof countAnswer>[0] = stores) =>
  countAnswer(deps, { endpoint: name, actor: by, status, ms: 3 });

describe("the usage of an endpoint", () => {
  it("is by caller and by step, with the latency of answers, in whatever order it is written", async () => {
    const name = await endpoint();
    const [one, two] = [actor(newId("tok")), actor(newId("tok"))];
    for (const status of [200, 200, 422]) ask(name, one, status);
    ask(name, two, 503);
    await writeUsage(stores);
    stores.clock.advance(MINUTE_MS);
    ask(name, one);
    await writeUsage(stores);
    const { total, points, callers, has_more_callers } = await endpointUsage(ctx(), { name, range: "hour" });
    expect(total).toMatchObject({ requests: 5, refused: 1, errors: 1 });
    expect(total.p99_ms).toBeGreaterThan(2);
    expect(total.p99_ms).toBeLessThanOrEqual(3);
    expect(points).toHaveLength(60);
    expect(points.slice(-2)).toMatchObject([{ requests: 4 }, { requests: 1, p50_ms: expect.any(Number) }]);
    expect(points[0]).toMatchObject({ requests: 0, p50_ms: null });
    expect(callers).toMatchObject([
      { type: "token", id: one.id, name: one.name, requests: 4, refused: 1, errors: 0 },
      { id: two.id, requests: 1, errors: 1 },
    ]);
    expect(has_more_callers).toBe(false);
    expect((await endpointUsage(ctx(), { name, range: "week" })).total.requests).toBe(5);
  });

  it("is in the list for an hour", async () => {
    const name = await endpoint();
    ask(name, actor("tok_a"));
    await writeUsage(stores);
    const listed = async () => (await listUsage(ctx(), {})).data.find((one) => one.endpoint === name);
    expect(await listed()).toMatchObject({ requests: 1, p50_ms: expect.any(Number) });
    stores.clock.advance(61 * MINUTE_MS);
    expect(await listed()).toBeUndefined();
  });

  it("adds up what several processes count of the same caller at once", async () => {
    const names = [await endpoint(), await endpoint()];
    const processes = Array.from({ length: 4 }, () => ({
      ...stores,
      db: createDb(stores.env.DATABASE_URL, 2),
    }));
    const by = actor(newId("tok"));
    for (const [at, one] of processes.entries())
      for (const name of at % 2 === 0 ? names : names.toReversed())
        for (let i = 0; i < 5; i += 1) ask(name, by, 200, one);
    await Promise.all(processes.map((one) => writeUsage(one)));
    for (const name of names) {
      const { callers, total } = await endpointUsage(ctx(), { name, range: "hour" });
      expect([callers.length, total.requests]).toEqual([1, 20]);
    }
    await Promise.all(processes.map(({ db }) => db.close()));
  });

  it("is kept while the database takes nothing, and written later", async () => {
    const name = await endpoint();
    const there = createDb(stores.env.DATABASE_URL, 1);
    // Nothing listens there.
    const away = createDb("postgresql://nobody@127.0.0.1:1/nothing", 1);
    const db = { ...there, pool: away.pool };
    const deps = { ...stores, db };
    ask(name, actor("tok_b"), 200, deps);
    await writeUsage(deps);
    expect((await endpointUsage(ctx(), { name, range: "hour" })).total.requests).toBe(0);
    db.pool = there.pool;
    ask(name, actor("tok_b"), 200, deps);
    await writeUsage(deps);
    expect((await endpointUsage(ctx(), { name, range: "hour" })).total.requests).toBe(2);
    await Promise.all([there.close(), away.close()]);
  });

  it("goes with the endpoint, and of one that is not there nothing is counted", async () => {
    const name = await endpoint();
    ask(name, actor("tok_c"));
    ask("nobody", actor("tok_c"));
    await writeUsage(stores);
    await deleteEndpoint(ctx(), { name, version: 1 });
    await expect(endpointUsage(ctx(), { name, range: "hour" })).rejects.toMatchObject({ code: "NOT_FOUND" });
    const rows = await stores.db.prisma.endpointUsage.count({ where: { callerId: "tok_c" } });
    expect(rows).toBe(0);
  });
});

test("it is for those who may see endpoints, and a range is one of three", async () => {
  const name = await endpoint();
  const stranger = testCtx(stores, ["predictions:run"]);
  await expect(listUsage(stranger, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(endpointUsage(stranger, { name, range: "hour" })).rejects.toMatchObject({ code: "FORBIDDEN" });
  const wrong = { name, range: "year" } as never;
  await expect(endpointUsage(ctx(), wrong)).rejects.toMatchObject({ code: "INVALID" });
});

test("counts are kept for thirty days", async () => {
  const name = await endpoint();
  ask(name, actor("tok_d"));
  await writeUsage(stores);
  const count = () => stores.db.prisma.endpointUsage.count({ where: { callerId: "tok_d" } });
  const run = () => endpointUsageJob.run({ ctx: ctx(), signal: new AbortController().signal, reason: "due" });
  stores.clock.advance(29 * DAY_MS);
  await run();
  expect(await count()).toBe(1);
  stores.clock.advance(2 * DAY_MS);
  await run();
  expect(await count()).toBe(0);
  expect(await poolSql(stores.db.pool).rows("SELECT 1 FROM endpoint WHERE name = $1", [name])).toHaveLength(
    1,
  );
});
