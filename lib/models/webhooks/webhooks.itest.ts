import { createHmac } from "node:crypto";
import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { experimenter } from "@/lib/experiments/testing";
import { parseAllowList } from "@/lib/platform/address";
import { poolSql } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { stubEnv, testCtx, testStores } from "@/lib/testing";
import {
  changeWebhook,
  createModel,
  createVersion,
  createWebhook,
  deleteWebhook,
  listDeliveries,
  listWebhooks,
  moveVersion,
  promoteVersion,
  redeliver,
  rollBackAlias,
  setAlias,
  testWebhook,
} from "../index";
import { deliverDue } from "./deliver";

const stores = testStores();
const { run } = experimenter(stores);
const ctx = () => testCtx(stores, "everything", { name: "Ada Admin" });
const allow = parseAllowList("127.0.0.1");

type Received = { headers: IncomingMessage["headers"]; body: string };
/** A receiver that keeps what comes and answers as it is told. */
function receiver() {
  const received: Received[] = [];
  let answer: { status: number; headers?: Record<string, string>; body?: string } = { status: 204 };
  const server: Server = createServer((request, response) => {
    let body = "";
    request.on("data", (part: Buffer) => {
      body += part.toString("utf8");
    });
    request.on("end", () => {
      received.push({ headers: request.headers, body });
      response.writeHead(answer.status, answer.headers).end(answer.body);
    });
  });
  return {
    received,
    answerWith: (next: typeof answer) => {
      answer = next;
    },
    listen: () => new Promise<void>((done) => server.listen(0, "127.0.0.1", done)),
    close: () => new Promise((done) => server.close(done)),
    url: () => `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
  };
}
const hook = receiver();
beforeAll(async () => {
  stubEnv({ ...stores.env, GWANJE_FETCH_ALLOW: "127.0.0.1" });
  await hook.listen();
});
afterAll(() => hook.close());

const ALL = [
  "model_version.created",
  "model_version.stage_changed",
  "model_alias.set",
  "model_alias.rolled_back",
  "model_promotion.applied",
] as const;
const webhook = (events: readonly (typeof ALL)[number][] = ALL) =>
  createWebhook(ctx(), { url: hook.url(), events: [...events] });

async function version(name: string): Promise<string> {
  const run_id = await run("0");
  return String((await createVersion(ctx(), { name, source: `runs:/${run_id}/model`, run_id })).version);
}
/** Everything that is due now. */
async function deliver(options: Partial<Parameters<typeof deliverDue>[1]> = {}): Promise<void> {
  while ((await deliverDue(ctx(), { allow, ...options })) > 0);
}
const makeDue = (id: string) =>
  poolSql(stores.db.pool).rows(
    "UPDATE model_webhook_delivery SET next_at = now() - interval '1 minute' WHERE webhook_id = $1",
    [id],
  );
const deliveriesOf = async (id: string) => (await listDeliveries(ctx(), { id })).data;

describe("a webhook", () => {
  test("is told of what happens, once each, signed so that the receiver can check it", async () => {
    const { id, secret } = await webhook();
    const from = hook.received.length;
    const { name } = await createModel(ctx(), { name: newId("req") });
    await version(name);
    await version(name);
    await setAlias(ctx(), { name, alias: "best", version: "1" });
    await promoteVersion(ctx(), { name, alias: "best", version: "2", reason: "better" });
    await rollBackAlias(ctx(), { name, alias: "best", from: 2 });
    await moveVersion(ctx(), { name, version: "1", stage: "Staging" });
    await deliver();
    const told = hook.received.slice(from);
    const bodies = told.map(({ body }) => JSON.parse(body));
    expect(bodies.map(({ type }) => type).sort()).toEqual([
      "model_alias.rolled_back",
      "model_alias.set",
      "model_alias.set",
      "model_promotion.applied",
      "model_version.created",
      "model_version.created",
      "model_version.stage_changed",
    ]);
    expect(bodies.find(({ type }) => type === "model_promotion.applied")).toMatchObject({
      data: { model: name, version: 2, alias: "best", from_version: 1, reason: "better", by: "Ada Admin" },
    });
    for (const { headers, body } of told) {
      const signedText = `${headers["webhook-id"]}.${headers["webhook-timestamp"]}.${body}`;
      const key = Buffer.from(secret.replace("whsec_", ""), "base64");
      const mac = createHmac("sha256", key).update(signedText).digest("base64");
      expect(headers["webhook-signature"]).toBe(`v1,${mac}`);
    }
    expect(new Set(told.map(({ headers }) => headers["webhook-id"])).size).toBe(7);
    expect((await deliveriesOf(id)).every(({ state }) => state === "delivered")).toBe(true);
    await deleteWebhook(ctx(), { id });
  });

  test("hears nothing of what was rolled back, nor of what it did not ask for", async () => {
    const { id } = await webhook(["model_alias.set"]);
    const { name } = await createModel(ctx(), { name: newId("req") });
    await version(name);
    await expect(setAlias(ctx(), { name, alias: "best", version: "9" })).rejects.toMatchObject({
      code: "NOT_FOUND",
    });
    expect(await deliveriesOf(id)).toEqual([]);
    await deleteWebhook(ctx(), { id });
  });

  test("that fails is tried again with the same message, and is given up or sent again by hand", async () => {
    const { id } = await webhook();
    hook.answerWith({ status: 500, body: `busy${"x".repeat(5_000)}` });
    const sent = await testWebhook(ctx(), { id });
    const from = hook.received.length;
    for (let attempt = 1; attempt <= 7; attempt++) {
      await makeDue(id);
      await deliver();
    }
    const [failed] = await deliveriesOf(id);
    expect(failed).toMatchObject({ id: sent.id, state: "failed", attempts: 7, last_status: 500 });
    expect(failed?.last_answer).toHaveLength(1_000);
    const told = hook.received.slice(from);
    expect(new Set(told.map(({ headers }) => headers["webhook-id"]))).toEqual(new Set([sent.id]));
    hook.answerWith({ status: 200 });
    await redeliver(ctx(), { id, delivery_id: sent.id });
    await deliver();
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: "delivered", attempts: 1 });
    await deleteWebhook(ctx(), { id });
  });

  test("that answers 410 is switched off, and on again by hand", async () => {
    const { id } = await webhook();
    hook.answerWith({ status: 410 });
    await testWebhook(ctx(), { id });
    await deliver();
    hook.answerWith({ status: 204 });
    const state = async () => (await listWebhooks(ctx(), {})).data.find((one) => one.id === id)?.active;
    expect(await state()).toBe(false);
    await changeWebhook(ctx(), { id, change: { active: true } });
    expect(await state()).toBe(true);
    await deleteWebhook(ctx(), { id });
  });

  test("is sent by one process when two look at once", async () => {
    const { id } = await webhook();
    const from = hook.received.length;
    for (let sent = 0; sent < 5; sent++) await testWebhook(ctx(), { id });
    await Promise.all([deliver(), deliver()]);
    expect(hook.received.length - from).toBe(5);
    await deleteWebhook(ctx(), { id });
  });
});

describe("where a webhook does not go", () => {
  const nowhere = parseAllowList("");
  const to = async (url: string, resolve?: (host: string) => Promise<string[]>) => {
    const { id } = await webhook();
    await poolSql(stores.db.pool).rows("UPDATE model_webhook SET url = $2 WHERE id = $1", [id, url]);
    await testWebhook(ctx(), { id });
    const from = hook.received.length;
    await deliver({ allow: nowhere, ...(resolve && { resolve }) });
    const [last] = await deliveriesOf(id);
    await deleteWebhook(ctx(), { id });
    return { reached: hook.received.length - from, last };
  };

  test.each([
    "https://127.0.0.1/",
    "https://①②⑦.⓪.⓪.①/",
    "https://[64:ff9b::a9fe:a9fe]/",
    "https://10.0.0.1/",
    "https://192.168.1.1/",
    "https://169.254.169.254/latest/meta-data/",
    "https://[::1]/",
    "https://[fe80::1]/",
    "https://[::ffff:127.0.0.1]/",
    "https://2130706433/",
    "https://0x7f000001/",
    "https://0177.0.0.1/",
    "https://127.1/",
    "https://100.64.0.1/",
    "https://0.0.0.0/",
  ])("%s, inside of this network whatever way it is written", async (url) => {
    const { reached, last } = await to(url);
    expect(reached).toBe(0);
    expect(last).toMatchObject({ state: "pending", last_status: null });
    expect(last?.last_answer).toMatch(/inside this network/);
  });

  test("a name that leads there, also as one of several addresses", async () => {
    const { last } = await to("https://hook.example/", async () => ["93.184.216.34", "127.0.0.1"]);
    expect(last?.last_answer).toMatch(/inside this network/);
  });

  test("a redirect is not followed", async () => {
    const { id } = await webhook();
    hook.answerWith({ status: 302, headers: { location: hook.url() } });
    const from = hook.received.length;
    await testWebhook(ctx(), { id });
    await deliver();
    hook.answerWith({ status: 204 });
    expect(hook.received.length - from).toBe(1);
    expect((await deliveriesOf(id))[0]).toMatchObject({ state: "pending", last_status: 302 });
    await deleteWebhook(ctx(), { id });
  });

  test("an address that is not https, or holds a password, is refused when it is made", async () => {
    for (const url of ["http://example.com/", "https://a:b@example.com/", "file:///etc/passwd", "x"])
      await expect(createWebhook(ctx(), { url, events: ["model_alias.set"] })).rejects.toMatchObject({
        extra: { errors: [{ pointer: "/url", code: "webhook_url" }] },
      });
  });
});

test("the secret is shown once, and kept sealed", async () => {
  const { id, secret } = await webhook();
  expect(JSON.stringify(await listWebhooks(ctx(), {}))).not.toContain(secret);
  const rows = await poolSql(stores.db.pool).rows("SELECT * FROM model_webhook WHERE id = $1", [id]);
  expect(JSON.stringify(rows)).not.toContain(secret);
  const audited = await stores.db.prisma.auditLog.findMany({ where: { targetId: id } });
  expect(
    JSON.stringify(audited, (_, value) => (typeof value === "bigint" ? String(value) : value)),
  ).not.toContain(secret);
  await deleteWebhook(ctx(), { id });
});

test("only those who manage models see and change webhooks", async () => {
  const editor = testCtx(stores, ["models:read", "models:write"]);
  await expect(listWebhooks(editor, {})).rejects.toMatchObject({ code: "FORBIDDEN" });
  await expect(createWebhook(editor, { url: hook.url(), events: ["model_alias.set"] })).rejects.toMatchObject(
    {
      code: "FORBIDDEN",
    },
  );
});
