import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import { findWebhook, insertDeliveries } from "../repository/webhooks";
import type { WebhookEvent } from "./values";

export type Happened = {
  model: string;
  version?: number | null;
  alias?: string;
  from_version?: number | null;
  stage?: string;
  promotion_id?: string;
  reason?: string;
};

/**
 * Writes what webhooks are to be told into the transaction of the change: a change that is rolled back is not told, and one
 * that is committed is not forgotten. Without webhooks it is one statement that writes nothing.
 */
export async function announce(sql: Sql, ctx: Ctx, type: WebhookEvent, data: Happened): Promise<void> {
  await insertDeliveries(sql, { type, body: bodyOf(type, ctx, data), only: null });
}

/** What one webhook is to be told, whatever its events are. One that is gone by now is told nothing. */
export async function tellWebhook(
  sql: Sql,
  { id, type, body }: { id: string; type: string; body: string },
): Promise<void> {
  await insertDeliveries(sql, { type, body, only: id });
}

export const hasWebhook = async (sql: Sql, id: string) => (await findWebhook(sql, id)) !== null;

/** The body is made once: each attempt sends the same bytes. */
export function bodyOf(type: string, ctx: Ctx, data: object): string {
  return JSON.stringify({
    type,
    timestamp: ctx.clock.now().toISOString(),
    data: { ...data, by: ctx.actor.name },
  });
}
