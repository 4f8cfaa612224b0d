import { expect, test } from "vitest";
import { createEndpoint } from "@/lib/endpoints";
import { promoteVersion, setAlias, setPolicy } from "@/lib/models";
import { poolSql } from "@/lib/platform/db";
import { testCtx, testStores } from "@/lib/testing";
import { addPairs } from "../repository/pairs";
import { registry } from "../testing";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
const POLICY = "shadow.requests >= 100.0 && shadow.disagreement_high < 0.1 && shadow.slower_ms_high < 5.0";

/** A champion of a model, its second version as the shadow, and an endpoint of both. */
async function shadowed(name: string) {
  const registered = await model();
  for (let at = 0; at < 3; at += 1) await version(registered, {});
  await setAlias(ctx(), { name: registered, alias: "champion", version: "1" });
  await createEndpoint(ctx(), {
    name,
    variant: { model: registered, alias: "champion" },
    shadow: { model: registered, version: 2 },
  });
  const policy = { expression: POLICY, approver_role: null };
  await setPolicy(ctx(), { name: registered, alias: "champion", policy });
  const { rows } = await stores.db.pool.query<{ id: string }>("SELECT id FROM endpoint WHERE name = $1", [
    name,
  ]);
  const pair = { endpoint: String(rows[0]?.id), liveVariant: 1, shadowVariant: 2, shadowVersion: 2 };
  const ask = () =>
    promoteVersion(ctx(), { name: registered, alias: "champion", version: "2" }).catch(
      (error: unknown) => error,
    );
  return { pair, ask };
}

/** So many requests of one row, some of which the shadow answers differently, one millisecond later each. */
const compared = (requests: number, unequal: number) => ({
  compared: requests,
  failed: 0,
  dropped: 0,
  liveMs: requests,
  shadowMs: requests * 2,
  slowerSquares: requests,
  outputs: new Map([
    [
      "label",
      {
        rows: requests,
        unequal,
        values: requests,
        sum: unequal,
        sumAbsolute: unequal,
        sumSquares: unequal,
        largest: 1,
      },
    ],
  ]),
});

test("a version is promoted when its answers as a shadow are enough, and agree", async () => {
  const { pair, ask } = await shadowed("agrees");
  const sql = poolSql(stores.db.pool);
  expect(await ask()).toMatchObject({ verdict: { passed: false, outcome: "missing" } });
  await addPairs(sql, [{ pair: { ...pair, liveVersion: 1 }, counts: compared(60, 1) }]);
  expect(await ask()).toMatchObject({ verdict: { passed: false, outcome: "does_not_hold" } });
  // What was compared with another version than the champion says nothing.
  await addPairs(sql, [{ pair: { ...pair, liveVersion: 3 }, counts: compared(1_000, 0) }]);
  expect(await ask()).toMatchObject({ verdict: { passed: false } });
  await addPairs(sql, [{ pair: { ...pair, liveVersion: 1 }, counts: compared(60, 1) }]);
  expect(await ask()).toMatchObject({
    state: "applied",
    verdict: { passed: true, values: expect.arrayContaining([{ name: "shadow.requests", value: 120 }]) },
  });
});

test("a version that disagrees stays where it is, however often it was asked", async () => {
  const { pair, ask } = await shadowed("disagrees");
  const counts = compared(10_000, 3_000);
  await addPairs(poolSql(stores.db.pool), [{ pair: { ...pair, liveVersion: 1 }, counts }]);
  expect(await ask()).toMatchObject({ verdict: { passed: false, outcome: "does_not_hold" } });
});
