import * as z from "zod";
import { parseAllowList } from "@/lib/platform/address";

import { poolSql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";
import { InvalidError, LimitError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { decodeCursor, toPage } from "@/lib/platform/pagination";
import { because } from "@/lib/platform/reasons";
import { hotWrite, read } from "@/lib/verbs";
import {
  countWebhooks,
  type DeliveryRow,
  findWebhook,
  insertDeliveries,
  insertWebhook,
  listDeliveryRows,
  listWebhookRows,
  lockWebhook,
  removeWebhook,
  sendAgain,
  updateWebhook,
  type WebhookRow,
} from "../repository/webhooks";
import {
  ChangeWebhookInput,
  DeliveryRef,
  ListDeliveriesInput,
  WebhookBody,
  WebhookRef,
  type WebhookView,
} from "../webhook-schema";
import { addressProblem } from "./address";
import { bodyOf } from "./announce";
import { sealSecret } from "./secret";
import { newSecret } from "./sign";
import { TEST_EVENT } from "./values";

const MOST_WEBHOOKS = 50;
const target = (id: string) => ({ type: "model_webhook", id });

export const listWebhooks = read("models:manage", z.strictObject({}), async (ctx) => ({
  data: (await listWebhookRows(poolSql(ctx.db.pool))).map(webhookView),
}));

export const getWebhook = read("models:manage", WebhookRef, async (ctx, { id }) =>
  webhookView(there(await findWebhook(poolSql(ctx.db.pool), id), id)),
);

/** The secret is in this answer and in no other. */
export const createWebhook = hotWrite("models:manage", WebhookBody, async ({ sql, ctx, input, audit }) => {
  refuseAddress(input.url);
  if ((await countWebhooks(sql)) >= MOST_WEBHOOKS)
    throw new LimitError(
      `There are ${MOST_WEBHOOKS} webhooks already; delete one first.`,
      because("too_many_webhooks", { maximum: MOST_WEBHOOKS }),
    );
  const id = newId("whk");
  const secret = newSecret();
  const secretEnc = sealSecret(ctx, id, secret);
  await insertWebhook(sql, { ...input, id, secretEnc, by: ctx.actor.id });
  const view = webhookView(there(await findWebhook(sql, id), id));
  return audit("model_webhook.create", { target: target(id), after: view }, { ...view, secret });
});

export const changeWebhook = hotWrite(
  "models:manage",
  ChangeWebhookInput,
  async ({ sql, input: { id, change }, audit, unchanged }) => {
    const before = there(await lockWebhook(sql, id), id);
    if (change.url !== undefined) refuseAddress(change.url);
    const wanted = {
      id,
      url: change.url ?? before.url,
      events: change.events ?? before.events,
      description: change.description ?? before.description,
      isActive: change.active ?? before.isActive,
    };
    if (JSON.stringify(wanted) === JSON.stringify({ id, ...plain(before) }))
      return unchanged(webhookView(before));
    await updateWebhook(sql, wanted);
    const after = webhookView(there(await findWebhook(sql, id), id));
    return audit("model_webhook.change", { target: target(id), before: webhookView(before), after }, after);
  },
);

/** With its deliveries, also those that wait. */
export const deleteWebhook = hotWrite("models:manage", WebhookRef, async ({ sql, input: { id }, audit }) => {
  const before = there(await lockWebhook(sql, id), id);
  await removeWebhook(sql, id);
  return audit("model_webhook.delete", { target: target(id), before: webhookView(before) }, undefined);
});

/** Sends a message of its own to this one, also while it is switched off. */
export const testWebhook = hotWrite(
  "models:manage",
  WebhookRef,
  async ({ sql, ctx, input: { id }, audit }) => {
    there(await lockWebhook(sql, id), id);
    const body = bodyOf(TEST_EVENT, ctx, { webhook_id: id });
    const [sent] = await insertDeliveries(sql, { type: TEST_EVENT, body, only: id });
    if (sent === undefined) throw new Error("A delivery was not made");
    return audit("model_webhook.test", { target: target(id) }, { id: sent });
  },
);

/** The newest first. */
export const listDeliveries = read(
  "models:manage",
  ListDeliveriesInput,
  async (ctx, { id, cursor, limit }) => {
    const sql = poolSql(ctx.db.pool);
    there(await findWebhook(sql, id), id);
    const rows = await listDeliveryRows(sql, { webhookId: id, before: seqOf(cursor), limit: limit + 1 });
    return toPage(rows, limit, ({ seq }) => [seq], deliveryView);
  },
);

/** The same message with the same id, also one that was delivered. */
export const redeliver = hotWrite(
  "models:manage",
  DeliveryRef,
  async ({ sql, input: { id, delivery_id }, audit }) => {
    there(await findWebhook(sql, id), id);
    if (!(await sendAgain(sql, id, delivery_id))) throw new NotFoundError("delivery", delivery_id);
    return audit("model_webhook.redeliver", { target: target(id), detail: { delivery_id } }, undefined);
  },
);

function refuseAddress(url: string): void {
  const problem = addressProblem(url, parseAllowList(env().GWANJE_FETCH_ALLOW));
  if (problem)
    throw InvalidError.field("/url", `The address ${problem}.`, because("webhook_url", { said: problem }));
}

function there(row: WebhookRow | null, id: string): WebhookRow {
  if (!row) throw new NotFoundError("webhook", id);
  return row;
}

const plain = ({ url, events, description, isActive }: WebhookRow) => ({
  url,
  events,
  description,
  isActive,
});

function webhookView(row: WebhookRow): WebhookView {
  return {
    id: row.id,
    url: row.url,
    events: row.events,
    description: row.description,
    active: row.isActive,
    created_by: row.createdBy,
    created_at: row.createdAt.toISOString(),
    updated_at: row.updatedAt.toISOString(),
  };
}

function deliveryView(row: DeliveryRow) {
  return {
    id: row.id,
    type: row.type,
    state: row.state,
    attempts: row.attempts,
    created_at: row.createdAt.toISOString(),
    next_at: row.nextAt?.toISOString() ?? null,
    last_at: row.lastAt?.toISOString() ?? null,
    last_status: row.lastStatus,
    last_answer: row.lastSaid,
    body: row.body,
  };
}

function seqOf(cursor: string | undefined): string | null {
  if (cursor === undefined) return null;
  const [seq] = decodeCursor(cursor);
  if (typeof seq === "string" && /^\d{1,18}$/.test(seq)) return seq;
  const words = "cursor is not one this API gave; start again without it";
  throw InvalidError.field("/cursor", words, because("bad_cursor"));
}
