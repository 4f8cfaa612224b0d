import { tellWebhook } from "@/lib/models";
import type { Ctx } from "@/lib/platform/context";
import type { Sql } from "@/lib/platform/db";
import type { AlertView } from "./schema";
import { FIRING_EVENT, RESOLVED_EVENT } from "./values";

/**
 * Tells the rule's webhook that it fires, or fires no longer, in the transaction of that change: each change is told once. A rule
 * without data is not told, unless it had fired.
 */
export async function tellChange(
  sql: Sql,
  ctx: Pick<Ctx, "clock">,
  { was, alert }: { was: string; alert: AlertView },
): Promise<void> {
  if (alert.webhook_id === null) return;
  const type = alert.state === "firing" ? FIRING_EVENT : was === "firing" ? RESOLVED_EVENT : null;
  if (type === null) return;
  const { id, endpoint, name, metric, subject, output, comparison, threshold } = alert;
  const { window_minutes, state, since, value } = alert;
  const data = {
    ...{
      id,
      endpoint,
      name,
      state,
      since,
      metric,
      value,
      subject,
      output,
      comparison,
      threshold,
      window_minutes,
    },
    path: `/endpoints/${encodeURIComponent(endpoint)}`,
  };
  const body = JSON.stringify({ type, timestamp: ctx.clock.now().toISOString(), data });
  await tellWebhook(sql, { id: alert.webhook_id, type, body });
}
