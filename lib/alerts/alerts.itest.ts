import { beforeAll, beforeEach, describe, expect, it } from "vitest";
import { setReference } from "@/lib/drift";
import { createEndpoint } from "@/lib/endpoints";
import { registry } from "@/lib/endpoints/testing";
import { createWebhook, deleteWebhook } from "@/lib/models";
import { systemCtx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { ForbiddenError, InvalidError, NotFoundError, StaleError } from "@/lib/platform/errors";
import { giveFeedback } from "@/lib/predictions";
import { storePrediction } from "@/lib/predictions/testing";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import { changeAlert, createAlert, deleteAlert, getAlert, listAlerts, listAlertsOf } from "./index";
import { lookAtAlerts } from "./look";
import { dueAlerts, endLook } from "./repository";
import type { AlertInput } from "./schema";

const stores = testStores();
const { model, version } = registry(stores);
const ctx = () => testCtx(stores);
const reader = () => testCtx(stores, ["endpoints:read"]);
let endpoint = "";
let hook = "";
let made = 0;

beforeAll(() => stubEnv({ ...stores.env, GWANJE_FETCH_ALLOW: "127.0.0.1" }));
beforeEach(async () => {
  stores.clock.set("2026-01-05T09:00:00Z");
  await stores.db.pool.query("DELETE FROM alert_rule");
  made += 1;
  endpoint = `watched-${made}`;
  const name = await model();
  await version(name, { "model.onnx": "x" });
  await createEndpoint(ctx(), { name: endpoint, variant: { model: name, version: 1 } });
  hook = (await createWebhook(ctx(), { url: "http://127.0.0.1:9/hook", events: ["model_alias.set"] })).id;
});

type Asked = Parameters<typeof createAlert>[1]["alert"];
const PSI: Asked = {
  name: "shifted",
  metric: "psi",
  comparison: "above",
  threshold: 0.25,
  window_minutes: 60,
};
const add = (more: Partial<AlertInput> = {}) =>
  createAlert(ctx(), { endpoint, alert: { ...PSI, webhook_id: hook, ...more } });
const MINUTES = 60_000;
const look = () => lookAtAlerts(systemCtx(stores, "alerts"), new AbortController().signal);
/** A look so many minutes later. */
async function lookAfter(minutes: number) {
  stores.clock.advance(minutes * MINUTES);
  return look();
}
const stateOf = async (id: string) => (await getAlert(reader(), { endpoint, alert_id: id })).state;

async function asked(from: number, rows = 1_000) {
  const request = JSON.stringify(Array.from({ length: rows }, (_, at) => ({ x: from + (at % 1_000) })));
  await storePrediction(stores, { endpoint, request, rows, keptRows: rows });
  stores.clock.advance(1_000);
}
/** What the webhook is sent, the oldest first. */
async function told(): Promise<{ type: string; data: Record<string, unknown> }[]> {
  const { rows } = await stores.db.pool.query<{ body: string }>(
    "SELECT body FROM model_webhook_delivery WHERE webhook_id = $1 ORDER BY created_at, id",
    [hook],
  );
  return rows.map(({ body }) => JSON.parse(body));
}
async function audited(id: string): Promise<string[]> {
  const { rows } = await stores.db.pool.query<{ action: string }>(
    "SELECT action FROM audit_log WHERE target_id = $1 ORDER BY id",
    [id],
  );
  return rows.map(({ action }) => action);
}

describe("a rule over the shift of inputs", () => {
  beforeEach(async () => {
    await asked(0);
    await setReference(ctx(), {
      endpoint,
      reference: { from: "2026-01-05T08:00:00Z", to: "2026-01-05T10:00:00Z" },
    });
  });

  it("fires after its looks, is told once, and resolves", async () => {
    const { id, state } = await add({ looks: 2 });
    expect(state).toBe("no_data");
    await look();
    await lookAfter(5);
    expect(await stateOf(id)).toBe("ok");
    stores.clock.set("2026-01-05T12:00:00Z");
    await asked(500);
    await lookAfter(1);
    expect([await stateOf(id), await told()]).toEqual(["ok", []]);
    await lookAfter(5);
    await lookAfter(5);
    const firing = await getAlert(reader(), { endpoint, alert_id: id });
    expect(firing).toMatchObject({ state: "firing", since: "2026-01-05T12:06:01.000Z", subject: "x" });
    expect(await told()).toMatchObject([
      {
        type: "alert.firing",
        data: { id, endpoint, metric: "psi", subject: "x", threshold: 0.25, value: firing.value },
      },
    ]);
    expect((await listAlerts(reader(), { state: "firing" })).data.map((one) => one.id)).toEqual([id]);
    stores.clock.set("2026-01-05T14:00:00Z");
    await asked(0);
    await lookAfter(1);
    await lookAfter(5);
    await lookAfter(5);
    expect(await stateOf(id)).toBe("ok");
    expect((await told()).map(({ type }) => type)).toEqual(["alert.firing", "alert.resolved"]);
    expect(await audited(id)).toEqual(["alert.create", "alert.resolve", "alert.fire", "alert.resolve"]);
  });

  it("has no data of few rows, of an input that is not there, and of what has ended", async () => {
    const few = await add({ min_rows: 2_000 });
    const other = await add({ input: "y" });
    const one = await add({ input: "x" });
    await look();
    expect([await stateOf(few.id), await stateOf(other.id), await stateOf(one.id)]).toEqual([
      "no_data",
      "no_data",
      "ok",
    ]);
    stores.clock.set("2026-01-05T12:00:00Z");
    await look();
    expect([await stateOf(one.id), await told()]).toEqual(["no_data", []]);
  });

  it("does not count a look that a change overtook", async () => {
    const { id, version: at } = await add();
    const sql = poolSql(stores.db.pool);
    const due = (await dueAlerts(sql, stores.clock.now(), 50)).find((rule) => rule.id === id);
    if (!due) throw new Error("The rule is due");
    await changeAlert(ctx(), { endpoint, alert_id: id, version: at, change: { threshold: 0.5 } });
    const now = stores.clock.now();
    expect(await endLook(sql, { ...due, state: "firing", now, nextAt: now })).toBe(false);
    expect(await stateOf(id)).toBe("no_data");
  });

  it("that is changed or deleted while it fires says that it fires no longer", async () => {
    const { id, version: at } = await add({ threshold: -1 });
    await look();
    const renamed = await changeAlert(ctx(), {
      endpoint,
      alert_id: id,
      version: at,
      change: { name: "other" },
    });
    expect([renamed.state, (await told()).length]).toEqual(["firing", 1]);
    const change = { threshold: -2 };
    const changed = await changeAlert(ctx(), { endpoint, alert_id: id, version: renamed.version, change });
    expect([changed.state, (await told()).length]).toEqual(["no_data", 2]);
    await look();
    await deleteAlert(ctx(), { endpoint, alert_id: id, version: changed.version });
    expect((await told()).map(({ type }) => type)).toEqual([
      ...["alert.firing", "alert.resolved", "alert.firing", "alert.resolved"],
    ]);
    expect((await listAlertsOf(reader(), { endpoint })).data).toEqual([]);
  });
});

it("measures what came true", async () => {
  const ids: string[] = [];
  for (const score of [0.2, 0.4, 0.6, 0.8])
    ids.push(
      await storePrediction(stores, {
        endpoint,
        response: JSON.stringify([{ probabilities: [1 - score, score] }]),
      }),
    );
  const labels = [1, 0, 0, 1];
  await giveFeedback(ctx(), {
    endpoint,
    feedback: ids.map((id, at) => ({ prediction_id: id, label: labels[at] ?? 0 })),
  });
  stores.clock.advance(1_000);
  const common = { min_rows: 4, comparison: "below", threshold: 0.6 } as const;
  const auc = await add({ ...common, metric: "auc" });
  const error = await add({ ...common, metric: "calibration_error" });
  await look();
  // Of four pairs 0.8 is right twice, 0.2 never; each tenth has one, off by 0.8, 0.4, 0.6 and 0.2.
  expect(await getAlert(reader(), { endpoint, alert_id: auc.id })).toMatchObject({
    value: 0.5,
    state: "firing",
    subject: "probabilities.1",
  });
  expect(await getAlert(reader(), { endpoint, alert_id: error.id })).toMatchObject({
    value: expect.closeTo(0.5, 12),
    state: "firing",
  });
});

it("measures requests", async () => {
  const minute = new Date("2026-01-05T08:59:00Z");
  const caller = { type: "token", id: "tok_1", name: "caller" } as const;
  await stores.db.pool.query(
    `INSERT INTO endpoint_usage (endpoint_id, minute, caller_type, caller_id, caller_name, requests, refused, errors, latency)
     SELECT id, $2, $3, $4, $5, 40, 4, 10, (SELECT array_agg(CASE WHEN n = 1 THEN 30 ELSE 0 END) FROM generate_series(1, 40) n)
     FROM endpoint WHERE name = $1`,
    [endpoint, minute, caller.type, caller.id, caller.name],
  );
  const { id } = await add({ metric: "error_rate", threshold: 0.2, min_rows: 20 });
  await look();
  expect(await getAlert(reader(), { endpoint, alert_id: id })).toMatchObject({
    value: 0.25,
    state: "firing",
  });
  expect(await lookAfter(0.5)).toBe(0);
});

it("is refused with the field, the role, and the version", async () => {
  await expect(add({ metric: "auc", input: "x" })).rejects.toMatchObject({
    message: expect.stringMatching(/no input/),
  });
  await expect(add({ output: "y" })).rejects.toThrow(InvalidError);
  await expect(add({ webhook_id: "whk_none" })).rejects.toThrow(/no webhook/);
  await expect(createAlert(ctx(), { endpoint: "none", alert: PSI })).rejects.toThrow(NotFoundError);
  await expect(createAlert(reader(), { endpoint, alert: PSI })).rejects.toThrow(ForbiddenError);
  const { id } = await add();
  const ref = { endpoint, alert_id: id };
  await expect(changeAlert(ctx(), { ...ref, version: 7, change: {} })).rejects.toThrow(StaleError);
  await expect(getAlert(ctx(), { endpoint: "none", alert_id: id })).rejects.toThrow(NotFoundError);
  await expect(deleteAlert(reader(), { ...ref, version: 1 })).rejects.toThrow(ForbiddenError);
  await stores.db.pool.query(
    `INSERT INTO alert_rule SELECT (r).* FROM (SELECT jsonb_populate_record(a, jsonb_build_object('id', 'alr_' || n)) AS r
       FROM alert_rule a, generate_series(1, 19) n WHERE a.id = $1) made`,
    [id],
  );
  await expect(add()).rejects.toThrow(/20 alert rules/);
});

it("tells nobody where its webhook is gone", async () => {
  const { id } = await add({ metric: "error_rate", threshold: -1, min_rows: 1 });
  await deleteWebhook(ctx(), { id: hook });
  await look();
  expect(await stateOf(id)).toBe("no_data");
});
