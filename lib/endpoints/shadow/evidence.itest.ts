import { expect, test } from "vitest";
import { createEndpoint, listPairs } from "@/lib/endpoints";
import { promoteVersion, setAlias, setPolicy } from "@/lib/models";
import { poolSql } from "@/lib/platform/db";
import { testCtx, testStores } from "@/lib/testing";
import { addPairAnswers } from "../repository/pair-answers";
import { addPairs } from "../repository/pairs";
import { registry } from "../testing";
import type { Pair } from "./counts";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
const POLICY = "shadow.requests >= 100.0 && shadow.disagreement_high < 0.1 && shadow.slower_ms_high < 5.0";

/** A champion of a model, its second version as the shadow, and an endpoint of both. */
async function shadowed(name: string, expression = POLICY) {
  const registered = await model();
  for (let at = 0; at < 3; at += 1) await version(registered, {});
  await setAlias(ctx(), { name: registered, alias: "champion", version: "1" });
  await createEndpoint(ctx(), {
    name,
    variant: { model: registered, alias: "champion" },
    shadow: { model: registered, version: 2 },
  });
  const policy = { expression, approver_role: null };
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

const EVIDENCE = "shadow.labels >= 40.0 && shadow.auc_difference_low >= -0.005";

/** So many requests of two rows, of which both said something, and what came true of the first ones. */
async function answered(
  name: string,
  pair: Pair,
  given: { from: number; to: number; shadow: (truth: number, at: number) => number; labels?: "wrong" },
) {
  const sql = poolSql(stores.db.pool);
  const ids = Array.from(
    { length: given.to - given.from },
    (_, at) => `pred_${name}_${String(given.from + at).padStart(5, "0")}`,
  );
  const truths = (at: number) => [at % 2, (at + 1) % 2];
  const answers = ids.map((predictionId, at) => ({
    ...{ ...pair, predictionId, output: "probabilities.1" },
    live: truths(at).map((truth, row) => 0.3 + truth * 0.2 + (((at * 7 + row) % 10) / 10) * 0.3),
    shadow: truths(at).map((truth, row) => given.shadow(truth, at * 7 + row)),
  }));
  await addPairAnswers(sql, answers);
  await addPairAnswers(sql, answers);
  await addPairs(sql, [{ pair, counts: compared(ids.length, 0) }]);
  for (const [at, id] of ids.entries())
    for (const [row, truth] of truths(at).entries())
      await sql.rows(
        "INSERT INTO prediction_feedback (prediction_id, row, endpoint, label, caller_id) VALUES ($1, $2::int, $3, $4::json, 'test')",
        [id, row, given.labels ? "another" : name, row === 0 ? String(truth === 1) : String(truth)],
      );
}

test("a version is promoted when labels of both answers say that it is not worse", async () => {
  const { pair, ask } = await shadowed("better", EVIDENCE);
  const both = { ...pair, liveVersion: 1 };
  const shadow = (truth: number, at: number) => 0.2 + truth * 0.5 + ((at % 10) / 10) * 0.2;
  // Labels of another endpoint, and answers beside another version, say nothing.
  await answered("better", both, { from: 0, to: 30, shadow, labels: "wrong" });
  await answered("better", { ...pair, liveVersion: 3 }, { from: 100, to: 130, shadow });
  expect(await ask()).toMatchObject({
    verdict: {
      passed: false,
      values: [
        { name: "shadow.labels", value: 0 },
        { name: "shadow.auc_difference_low", value: null },
      ],
    },
  });
  await answered("better", both, { from: 200, to: 215, shadow });
  expect(await ask()).toMatchObject({ verdict: { passed: false, outcome: "does_not_hold" } });
  await answered("better", both, { from: 300, to: 315, shadow });
  expect(await ask()).toMatchObject({
    state: "applied",
    verdict: { values: expect.arrayContaining([{ name: "shadow.labels", value: 60 }]) },
  });
  const { data } = await listPairs(ctx(), { name: "better" });
  const found = data.find(({ live }) => live.version === 1)?.evidence;
  expect(found).toMatchObject({ output: "probabilities.1", labels: 60, is_binary: true });
  expect(found?.figures.map(({ figure }) => figure)).toEqual([
    "auc",
    "calibration_error",
    "brier",
    "log_loss",
  ]);
  expect(found?.figures[0]).toMatchObject({ shadow: 1, difference: { low: expect.any(Number) } });
});

test("a version that labels show to be worse is refused, with the values that were read", async () => {
  const { pair, ask } = await shadowed("worse", EVIDENCE);
  const shadow = (truth: number, at: number) => 0.5 - truth * 0.1 + ((at % 10) / 10) * 0.3;
  await answered("worse", { ...pair, liveVersion: 1 }, { from: 0, to: 40, shadow });
  const { verdict } = (await ask()) as { verdict: { values: { name: string; value: number }[] } };
  expect(verdict).toMatchObject({ passed: false, outcome: "does_not_hold" });
  const [labels, low] = verdict.values;
  expect([labels?.value, (low?.value ?? 0) < -0.2]).toEqual([80, true]);
});
