import { describe, expect, test } from "vitest";
import { logBatch } from "@/lib/experiments";
import { experimenter } from "@/lib/experiments/testing";
import type { Ctx } from "@/lib/platform/context";
import { newId } from "@/lib/platform/ids";
import { testCtx, testStores } from "@/lib/testing";
import { waitForLocked, whileHeld } from "@/lib/testing/held";
import {
  approvePromotion,
  createModel,
  createVersion,
  deleteAlias,
  deleteModel,
  deletePolicy,
  deleteVersion,
  getVersionByAlias,
  listAliasHistory,
  listPolicies,
  listPromotions,
  previewPolicy,
  promoteVersion,
  readModel,
  rejectPromotion,
  rollBackAlias,
  setAlias,
  setPolicy,
  withdrawPromotion,
} from "../index";

const stores = testStores();
const { run, ctx: experimenting } = experimenter(stores);
const WRITER = ["models:read", "models:write"] as const;
const admin = () => testCtx(stores, "everything", { name: "Ada Admin" });
const editor = () => testCtx(stores, WRITER, { role: "editor", name: "Edi Editor" });
const POLICY = "metrics.auc >= champion.metrics.auc - 0.005";

async function version(name: string, auc: number): Promise<number> {
  const run_id = await run("0");
  const metrics = [{ key: "auc", value: auc, timestamp: 1 }];
  await logBatch(experimenting(), { run_id, metrics });
  return (await createVersion(admin(), { name, source: `runs:/${run_id}/model`, run_id })).version;
}
/** A model with versions of these values. */
async function model(...aucs: number[]): Promise<string> {
  const { name } = await createModel(admin(), { name: newId("req") });
  for (const auc of aucs) await version(name, auc);
  return name;
}
const guard = (name: string, approver_role: "editor" | "admin" | null = null, expression = POLICY) =>
  setPolicy(admin(), { name, alias: "champion", policy: { expression, approver_role } });
const ask = (
  name: string,
  number: number,
  ctx: Ctx = editor(),
  rest: { from?: number | null; reason?: string } = {},
) => promoteVersion(ctx, { name, alias: "champion", version: String(number), ...rest });
const champion = async (name: string) =>
  (await getVersionByAlias(admin(), { name, alias: "champion" }).catch(() => null))?.version ?? null;
const history = async (name: string) =>
  (await listAliasHistory(admin(), { name, alias: "champion" })).data.map(
    ({ kind, from_version, to_version }) => [kind, from_version, to_version],
  );

describe("a promotion", () => {
  test("is applied when the policy passes, and keeps the policy and the values that it saw", async () => {
    const name = await model(0.8, 0.79, 0.85);
    await guard(name);
    expect(await ask(name, 1)).toMatchObject({ state: "applied", verdict: { outcome: "first" } });
    expect(await ask(name, 3, editor(), { reason: "better" })).toMatchObject({
      state: "applied",
      from_version: 1,
      expression: POLICY,
      reason: "better",
      requested_by: "Edi Editor",
      verdict: {
        passed: true,
        values: [
          { name: "metrics.auc", value: 0.85 },
          { name: "champion.metrics.auc", value: 0.8 },
        ],
      },
    });
    expect(await champion(name)).toBe(3);
    expect(await history(name)).toEqual([
      ["promotion", 1, 3],
      ["promotion", null, 1],
    ]);
  });

  test("has failed when the policy refuses it, and the alias stays", async () => {
    const name = await model(0.8, 0.7);
    await guard(name);
    await ask(name, 1);
    expect(await ask(name, 2)).toMatchObject({ state: "failed", verdict: { outcome: "does_not_hold" } });
    expect(await champion(name)).toBe(1);
    expect((await listPromotions(admin(), { name, state: "failed" })).data).toHaveLength(1);
  });

  test("of an alias without a policy is applied, and of one that stands there already is refused", async () => {
    const name = await model(0.8);
    expect(await ask(name, 1)).toMatchObject({ state: "applied", expression: null, verdict: null });
    await expect(ask(name, 1)).rejects.toMatchObject({ extra: { reason: { code: "alias_stands" } } });
    await expect(ask(name, 9)).rejects.toMatchObject({ code: "NOT_FOUND" });
  });

  test("is refused when the alias stands for something else than the caller saw", async () => {
    const name = await model(0.8, 0.8);
    await expect(ask(name, 1, editor(), { from: 2 })).rejects.toMatchObject({ code: "CONFLICT" });
    await ask(name, 1, editor(), { from: null });
    await expect(ask(name, 2, editor(), { from: null })).rejects.toMatchObject({
      extra: { reason: { code: "changed_meanwhile" } },
    });
    expect(await champion(name)).toBe(1);
  });
});

describe("an approval", () => {
  async function waiting() {
    const name = await model(0.8, 0.9, 0.95);
    await ask(name, 1);
    await guard(name, "editor");
    const by = editor();
    return { name, by, ...(await ask(name, 2, by)) };
  }

  test("moves the alias, by another person with the role", async () => {
    const { name, id, by, state } = await waiting();
    expect(state).toBe("waiting");
    expect(await champion(name)).toBe(1);
    expect((await readModel(admin(), { name })).waiting_count).toBe(1);
    await expect(approvePromotion(by, { name, id })).rejects.toMatchObject({
      extra: { reason: { code: "own_promotion" } },
    });
    const viewer = testCtx(stores, WRITER, { role: "viewer" });
    const task = testCtx(stores, WRITER, { role: null, type: "attempt" });
    for (const one of [viewer, task])
      await expect(approvePromotion(one, { name, id })).rejects.toMatchObject({
        extra: { reason: { code: "approver_role" } },
      });
    expect(await approvePromotion(editor(), { name, id, reason: "good", from: 1 })).toMatchObject({
      state: "applied",
      decided_by: "Edi Editor",
      decision: "good",
    });
    expect(await champion(name)).toBe(2);
    await expect(approvePromotion(editor(), { name, id })).rejects.toMatchObject({
      extra: { reason: { code: "promotion_over" } },
    });
  });

  test("an admin decides also what an admin asked for; an editor not where an admin is wanted", async () => {
    const name = await model(0.8);
    await guard(name, "admin");
    const { id } = await ask(name, 1, admin());
    await expect(approvePromotion(editor(), { name, id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await approvePromotion(admin(), { name, id })).toMatchObject({ state: "applied" });
  });

  test("judges again, with the champion and the policy of the moment", async () => {
    const { name, id } = await waiting();
    await setPolicy(admin(), {
      name,
      alias: "champion",
      policy: { expression: POLICY, approver_role: null },
    });
    await ask(name, 3);
    await expect(approvePromotion(admin(), { name, id, from: 1 })).rejects.toMatchObject({
      code: "CONFLICT",
    });
    expect(await approvePromotion(admin(), { name, id, from: 3 })).toMatchObject({
      state: "failed",
      from_version: 3,
      verdict: { passed: false },
    });
    expect(await champion(name)).toBe(3);
  });

  test("may be refused with a reason, or the wish withdrawn by who had it", async () => {
    const { name, id, by } = await waiting();
    await expect(ask(name, 2)).rejects.toMatchObject({ extra: { reason: { code: "promotion_waits" } } });
    await expect(withdrawPromotion(editor(), { name, id })).rejects.toMatchObject({ code: "FORBIDDEN" });
    expect(await withdrawPromotion(by, { name, id })).toMatchObject({ state: "withdrawn" });
    const again = await ask(name, 2);
    expect(await rejectPromotion(editor(), { name, id: again.id, reason: "no" })).toMatchObject({
      state: "rejected",
      decision: "no",
    });
    expect(await champion(name)).toBe(1);
  });

  test("of a version that was deleted meanwhile is over", async () => {
    const { name, id } = await waiting();
    await deleteVersion(admin(), { name, version: "2" });
    await expect(approvePromotion(admin(), { name, id })).rejects.toMatchObject({
      extra: { reason: { code: "promotion_over" } },
    });
  });

  test("of two who decide at once, the second is told", async () => {
    const { name, id } = await waiting();
    const hold = "SELECT 1 FROM registered_model WHERE name = $1 FOR NO KEY UPDATE";
    const { outcomes } = await whileHeld(
      stores.db.pool,
      (sql) => sql.rows(hold, [name]),
      async () => {
        const both = Promise.allSettled([
          approvePromotion(admin(), { name, id }),
          rejectPromotion(admin(), { name, id, reason: "no" }),
        ]);
        await waitForLocked(stores.db.pool, 2);
        return { outcomes: both };
      },
    );
    const settled = await outcomes;
    expect(settled.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const [row] = (await listPromotions(admin(), { name })).data;
    expect(await champion(name)).toBe(row?.state === "applied" ? 2 : 1);
  });
});

test("of two promotions at once each is judged beside what the other left", async () => {
  const name = await model(0.8, 0.85, 0.9);
  await ask(name, 1);
  await guard(name, null, "metrics.auc > champion.metrics.auc");
  const hold = "SELECT 1 FROM registered_model WHERE name = $1 FOR NO KEY UPDATE";
  const { outcomes } = await whileHeld(
    stores.db.pool,
    (sql) => sql.rows(hold, [name]),
    async () => {
      const both = Promise.all([ask(name, 2), ask(name, 3)]);
      await waitForLocked(stores.db.pool, 2);
      return { outcomes: both };
    },
  );
  const [second, third] = await outcomes;
  expect(third.state).toBe("applied");
  expect(second.state).toBe(third.from_version === 2 ? "applied" : "failed");
  expect(await champion(name)).toBe(3);
});

test("of two who saw the same champion, one promotes and the other is told", async () => {
  const name = await model(0.8, 0.85, 0.9);
  await ask(name, 1);
  const both = await Promise.allSettled([2, 3].map((number) => ask(name, number, editor(), { from: 1 })));
  expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
});

describe("an alias that a policy guards, set as MLflow's clients do", () => {
  test("moves when the policy passes", async () => {
    const name = await model(0.8);
    await guard(name);
    await setAlias(editor(), { name, alias: "champion", version: "1" });
    expect(await champion(name)).toBe(1);
    await setAlias(editor(), { name, alias: "champion", version: "1" });
    expect(await history(name)).toEqual([["promotion", null, 1]]);
  });

  test("is refused with the values when it does not, or waits for approval, and both are kept", async () => {
    const name = await model(0.8, 0.7);
    await ask(name, 1);
    await guard(name);
    await expect(setAlias(editor(), { name, alias: "champion", version: "2" })).rejects.toMatchObject({
      code: "CONFLICT",
      message: expect.stringMatching(/metrics.auc is 0.7, champion.metrics.auc is 0.8/),
    });
    await guard(name, "admin", "true");
    await expect(setAlias(editor(), { name, alias: "champion", version: "2" })).rejects.toMatchObject({
      code: "FORBIDDEN",
      message: expect.stringMatching(/role admin approves/),
    });
    const states = (await listPromotions(admin(), { name })).data.map(({ state }) => state);
    expect(states).toEqual(["waiting", "failed", "applied"]);
    expect(await champion(name)).toBe(1);
  });

  test("is removed only by those who set policies", async () => {
    const name = await model(0.8);
    await ask(name, 1);
    await guard(name);
    await expect(deleteAlias(editor(), { name, alias: "champion" })).rejects.toMatchObject({
      code: "FORBIDDEN",
    });
    await deleteAlias(admin(), { name, alias: "champion" });
    expect(await champion(name)).toBeNull();
  });
});

describe("a rollback", () => {
  test("goes back to the version before, further each time, and past one that is gone", async () => {
    const name = await model(0.8, 0.85, 0.9, 0.95);
    for (const number of [1, 2, 3, 4]) await ask(name, number);
    await deleteVersion(admin(), { name, version: "3" });
    await guard(name, "admin");
    expect(await listAliasHistory(editor(), { name, alias: "champion" })).toMatchObject({
      current: 4,
      rollback_to: 2,
    });
    expect(await rollBackAlias(editor(), { name, alias: "champion", from: 4, reason: "bad" })).toEqual({
      alias: "champion",
      from: 4,
      to: 2,
    });
    await expect(rollBackAlias(editor(), { name, alias: "champion", from: 4 })).rejects.toMatchObject({
      extra: { reason: { code: "changed_meanwhile" } },
    });
    await rollBackAlias(editor(), { name, alias: "champion", from: 2 });
    await expect(rollBackAlias(editor(), { name, alias: "champion", from: 1 })).rejects.toMatchObject({
      extra: { reason: { code: "nothing_before" } },
    });
    expect((await history(name)).slice(0, 2)).toEqual([
      ["rollback", 2, 1],
      ["rollback", 4, 2],
    ]);
  });
});

describe("what is in use is not deleted", () => {
  test("a champion, and what a policy guards, with the list of them; other aliases go along", async () => {
    const name = await model(0.8, 0.9);
    await ask(name, 1);
    await setAlias(admin(), { name, alias: "shadow", version: "2" });
    await setAlias(admin(), { name, alias: "old", version: "2" });
    await setPolicy(admin(), { name, alias: "shadow", policy: { expression: "true", approver_role: null } });
    const deletions = [
      () => deleteVersion(admin(), { name, version: "2" }),
      () => deleteModel(admin(), { name }),
    ];
    for (const remove of deletions)
      await expect(remove()).rejects.toMatchObject({
        code: "CONFLICT",
        message: expect.stringMatching(/alias shadow → version 2 \(guarded by a policy\)/),
        extra: { reason: { code: "model_in_use" } },
      });
    await deletePolicy(admin(), { name, alias: "shadow" });
    await deleteVersion(admin(), { name, version: "2" });
    const gone = await listAliasHistory(admin(), { name, alias: "old" });
    expect(gone.data[0]).toMatchObject({ kind: "version_deleted", from_version: 2, to_version: null });
    await expect(deleteModel(admin(), { name })).rejects.toMatchObject({ code: "CONFLICT" });
    await deleteAlias(admin(), { name, alias: "champion" });
    await deleteModel(admin(), { name });
  });

  test("also not by one who asked before the alias moved there", async () => {
    const name = await model(0.8, 0.9);
    const promote = "SELECT 1 FROM registered_model WHERE name = $1 FOR NO KEY UPDATE";
    const { settled } = await whileHeld(
      stores.db.pool,
      (sql) => sql.rows(promote, [name]),
      async (holder) => {
        const deletion = deleteVersion(admin(), { name, version: "2" }).catch((error: unknown) => error);
        await waitForLocked(stores.db.pool);
        await holder.rows(
          "INSERT INTO model_alias (model_id, alias, version) SELECT model_id, 'champion', 2 FROM registered_model WHERE name = $1",
          [name],
        );
        return { settled: deletion };
      },
    );
    expect(await settled).toMatchObject({ extra: { reason: { code: "model_in_use" } } });
  });
});

describe("a policy", () => {
  test("is previewed over the versions without a change, and says what is wrong with it", async () => {
    const name = await model(0.8, 0.7, 0.9);
    await ask(name, 1);
    const preview = (expression?: string) =>
      previewPolicy(editor(), { name, alias: "champion", ...(expression !== undefined && { expression }) });
    const { versions, champion: stands } = await preview(POLICY);
    expect(stands).toBe(1);
    expect(versions.map(({ number, verdict }) => [number, verdict.passed])).toEqual([
      [3, true],
      [2, false],
      [1, true],
    ]);
    expect((await preview("metrics.auc >")).problem).toMatch(/EOF/);
    expect(await preview()).toMatchObject({ expression: null, versions: [] });
    expect((await listPolicies(admin(), { name })).data).toEqual([]);
  });

  test("is set, changed and removed by those who may, with a compare-and-set", async () => {
    const name = await model();
    await expect(guard(name, null, "metrics.auc")).rejects.toMatchObject({
      extra: { errors: [{ pointer: "/expression", code: "bad_policy" }] },
    });
    expect(await guard(name)).toMatchObject({ version: 1, updated_by: null });
    expect(await guard(name, "admin")).toMatchObject({ version: 2, approver_role: "admin" });
    const stale = {
      name,
      alias: "champion",
      policy: { expression: "true", approver_role: null },
      version: 1,
    };
    await expect(setPolicy(admin(), stale)).rejects.toMatchObject({ code: "STALE" });
    await expect(setPolicy(editor(), stale)).rejects.toMatchObject({ code: "FORBIDDEN" });
    await deletePolicy(admin(), { name, alias: "champion" });
    expect((await listPolicies(admin(), { name })).data).toEqual([]);
  });
});

test("each step is a row of the audit log, by whom and with what was before", async () => {
  const name = await model(0.8, 0.9);
  await guard(name, "editor");
  const { id } = await ask(name, 1);
  await approvePromotion(admin(), { name, id, reason: "good" });
  await deletePolicy(admin(), { name, alias: "champion" });
  await ask(name, 2);
  await rollBackAlias(editor(), { name, alias: "champion", from: 2 });
  const rows = await stores.db.prisma.auditLog.findMany({
    where: { targetId: `${name}@champion` },
    orderBy: { id: "asc" },
  });
  expect(rows.map(({ action, actorName }) => [action, actorName])).toEqual([
    ["model_policy.set", "Ada Admin"],
    ["model_promotion.request", "Edi Editor"],
    ["model_promotion.approve", "Ada Admin"],
    ["model_policy.remove", "Ada Admin"],
    ["model_promotion.request", "Edi Editor"],
    ["registered_model.rollback", "Edi Editor"],
  ]);
  expect(rows.at(-1)).toMatchObject({ before: { version: 2 }, after: { version: 1 } });
});
