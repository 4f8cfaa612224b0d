import { recordAuditSql } from "@/lib/audit";
import { recordEvents } from "@/lib/events";
import { sentenceOf } from "@/lib/jobs";
import type { Ctx } from "@/lib/platform/context";
import { poolSql, poolTransaction } from "@/lib/platform/db";
import { isStoreFault } from "@/lib/platform/store-fault";
import { type Measured, measuring } from "./measure";
import { nextStanding } from "./next-state";
import { type DueAlert, dueAlerts, endLook } from "./repository";
import { tellChange } from "./tell";
import { METRIC } from "./values";
import { alertView } from "./view";

/** Of one round; what is left is looked at in the next one. */
const MOST = 50;
const MINUTE_MS = 60_000;

const ACTIONS = { firing: "alert.fire", ok: "alert.resolve", no_data: "alert.lose_data" } as const;

/** Looks at rules that are due, one after the other. Returns how many there were. */
export async function lookAtAlerts(ctx: Ctx, signal: AbortSignal): Promise<number> {
  const now = ctx.clock.now();
  const due = await dueAlerts(poolSql(ctx.db.pool), now, MOST);
  const measure = measuring(ctx, now);
  for (const rule of due) {
    signal.throwIfAborted();
    await look(ctx, rule, measure, now);
  }
  return due.length;
}

async function look(
  ctx: Ctx,
  rule: DueAlert,
  measure: (rule: DueAlert) => Promise<Measured>,
  now: Date,
): Promise<void> {
  const measured = await measure(rule).catch((error: unknown) => {
    // The stores are away: no look at all, instead of one that says there are no data.
    if (isStoreFault(error)) throw error;
    return { value: null, subject: rule.input, error: sentenceOf(error) };
  });
  const standing = nextStanding(rule, rule, { value: measured.value, now });
  const nextAt = new Date(now.getTime() + METRIC[rule.metric].everyMinutes * MINUTE_MS);
  const seen = { error: null, ...measured, ...standing, id: rule.id, look: rule.look, now, nextAt };
  await poolTransaction(ctx.db.pool, async (sql) => {
    if (!(await endLook(sql, seen))) return;
    if (standing.state === rule.state) return;
    const alert = alertView({ ...rule, ...seen, lookedAt: now });
    await tellChange(sql, ctx, { was: rule.state, alert });
    await recordEvents(sql, [{ topic: "alert", id: rule.id }]);
    const { state, value, subject } = alert;
    const entry = {
      target: { type: "alert", id: rule.id },
      before: { state: rule.state },
      after: { state, value, subject },
    };
    await recordAuditSql(sql, ctx, ACTIONS[state], entry);
  });
}
