import type { Sql } from "@/lib/platform/db";
import type { DeliveryState, WebhookEvent } from "../webhooks/values";
import { NAME_OF } from "./facts";

export type WebhookRow = {
  id: string;
  url: string;
  events: WebhookEvent[];
  description: string;
  isActive: boolean;
  createdBy: string | null;
  createdAt: Date;
  updatedAt: Date;
};

const COLUMNS = `w.id, w.url, w.events, w.description, w.is_active AS "isActive",
  ${NAME_OF("w.created_by")} AS "createdBy", w.created_at AS "createdAt", w.updated_at AS "updatedAt"`;

export function listWebhookRows(sql: Sql): Promise<WebhookRow[]> {
  return sql.rows<WebhookRow>(`SELECT ${COLUMNS} FROM model_webhook w ORDER BY w.id`);
}

export async function findWebhook(sql: Sql, id: string): Promise<WebhookRow | null> {
  const [row] = await sql.rows<WebhookRow>(`SELECT ${COLUMNS} FROM model_webhook w WHERE w.id = $1`, [id]);
  return row ?? null;
}

/** Holds it until the transaction ends. */
export async function lockWebhook(sql: Sql, id: string): Promise<WebhookRow | null> {
  await sql.rows("SELECT 1 FROM model_webhook WHERE id = $1 FOR NO KEY UPDATE", [id]);
  return findWebhook(sql, id);
}

export async function countWebhooks(sql: Sql): Promise<number> {
  const [row] = await sql.rows<{ count: number }>("SELECT count(*)::int AS count FROM model_webhook");
  return row?.count ?? 0;
}

export type NewWebhook = {
  id: string;
  url: string;
  events: readonly string[];
  description: string;
  secretEnc: string;
  by: string;
};

export async function insertWebhook(sql: Sql, made: NewWebhook): Promise<void> {
  await sql.rows(
    `INSERT INTO model_webhook (id, url, events, description, secret_enc, created_by)
     VALUES ($1, $2, $3::text[], $4, $5, $6)`,
    [made.id, made.url, made.events, made.description, made.secretEnc, made.by],
  );
}

export async function updateWebhook(
  sql: Sql,
  {
    id,
    url,
    events,
    description,
    isActive,
  }: Pick<WebhookRow, "id" | "url" | "events" | "description" | "isActive">,
): Promise<void> {
  await sql.rows(
    `UPDATE model_webhook SET url = $2, events = $3::text[], description = $4, is_active = $5::boolean, updated_at = now()
     WHERE id = $1`,
    [id, url, events, description, isActive],
  );
}

export async function removeWebhook(sql: Sql, id: string): Promise<void> {
  await sql.rows("DELETE FROM model_webhook WHERE id = $1", [id]);
}

/** The column rounds, and what is due now must not be due in half a millisecond. */
const AT_ONCE = "date_trunc('milliseconds', now())";

/** One delivery for each webhook that asked for this, in the transaction of what happened. */
export async function insertDeliveries(
  sql: Sql,
  made: { type: string; body: string; only: string | null },
): Promise<string[]> {
  const rows = await sql.rows<{ id: string }>(
    `INSERT INTO model_webhook_delivery (id, webhook_id, type, body, next_at)
     SELECT 'msg_' || replace(gen_random_uuid()::text, '-', ''), w.id, $1, $2, ${AT_ONCE} FROM model_webhook w
     WHERE CASE WHEN $3::text IS NULL THEN w.is_active AND $1 = ANY(w.events) ELSE w.id = $3 END
     RETURNING id`,
    [made.type, made.body, made.only],
  );
  return rows.map(({ id }) => id);
}

export type DueDelivery = {
  id: string;
  webhookId: string;
  url: string;
  secretEnc: string;
  body: string;
  attempts: number;
};

/**
 * Takes what is due for a while, so that no other process sends it too; one that dies leaves it due again. Deliveries of
 * a webhook that is switched off wait.
 */
export function claimDeliveries(sql: Sql, limit: number, holdMs: number): Promise<DueDelivery[]> {
  return sql.rows<DueDelivery>(
    `UPDATE model_webhook_delivery d SET attempts = d.attempts + 1, next_at = now() + $2::int * interval '1 millisecond'
     FROM model_webhook w
     WHERE w.id = d.webhook_id AND d.id IN (
       SELECT p.id FROM model_webhook_delivery p JOIN model_webhook a ON a.id = p.webhook_id
       WHERE p.state = 'pending' AND p.next_at <= now() AND (a.is_active OR p.type = 'webhook.test')
       ORDER BY p.next_at LIMIT $1::int FOR UPDATE OF p SKIP LOCKED)
     RETURNING d.id, d.webhook_id AS "webhookId", w.url, w.secret_enc AS "secretEnc", d.body, d.attempts`,
    [limit, holdMs],
  );
}

export type Ended = {
  id: string;
  attempts: number;
  state: DeliveryState;
  waitMs: number;
  status: number | null;
  said: string;
};

/** A compare-and-set on the attempt: one that was sent again meanwhile keeps what the later one found. */
export async function endAttempt(sql: Sql, ended: Ended): Promise<void> {
  await sql.rows(
    `UPDATE model_webhook_delivery SET state = $3, next_at = now() + $4::bigint * interval '1 millisecond',
       last_status = $5::int, last_said = $6, last_at = now()
     WHERE id = $1 AND attempts = $2::int AND state = 'pending'`,
    [ended.id, ended.attempts, ended.state, ended.waitMs, ended.status, ended.said],
  );
}

export async function switchOff(sql: Sql, id: string): Promise<void> {
  await sql.rows("UPDATE model_webhook SET is_active = false, updated_at = now() WHERE id = $1", [id]);
}

export type DeliveryRow = {
  id: string;
  type: string;
  state: DeliveryState;
  attempts: number;
  createdAt: Date;
  nextAt: Date | null;
  lastAt: Date | null;
  lastStatus: number | null;
  lastSaid: string;
  body: string;
};

/** The newest first. */
export function listDeliveryRows(
  sql: Sql,
  only: { webhookId: string; before: string | null; limit: number },
): Promise<(DeliveryRow & { seq: string })[]> {
  return sql.rows<DeliveryRow & { seq: string }>(
    `SELECT d.seq::text AS seq, d.id, d.type, d.state, d.attempts, d.created_at AS "createdAt",
       CASE WHEN d.state = 'pending' THEN d.next_at END AS "nextAt", d.last_at AS "lastAt",
       d.last_status AS "lastStatus", d.last_said AS "lastSaid", d.body
     FROM model_webhook_delivery d WHERE d.webhook_id = $1 AND ($2::bigint IS NULL OR d.seq < $2::bigint)
     ORDER BY d.seq DESC LIMIT $3::int`,
    [only.webhookId, only.before, only.limit],
  );
}

/** The same message once more, with as many attempts as a new one has. False when there is none. */
export async function sendAgain(sql: Sql, webhookId: string, id: string): Promise<boolean> {
  const rows = await sql.rows(
    `UPDATE model_webhook_delivery SET state = 'pending', attempts = 0, next_at = ${AT_ONCE}
     WHERE webhook_id = $1 AND id = $2 RETURNING id`,
    [webhookId, id],
  );
  return rows.length > 0;
}

/** What is over and old. */
export async function forgetDeliveries(sql: Sql, days: number, limit: number): Promise<number> {
  const rows = await sql.rows(
    `DELETE FROM model_webhook_delivery WHERE id IN (SELECT id FROM model_webhook_delivery
       WHERE state <> 'pending' AND created_at < now() - $1::int * interval '1 day' LIMIT $2::int) RETURNING id`,
    [days, limit],
  );
  return rows.length;
}
