import { hasWebhook } from "@/lib/models";
import { poolSql, type Sql } from "@/lib/platform/db";
import { InvalidError, LimitError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { refuseStale } from "@/lib/platform/refuse-stale";
import { hotWrite, read } from "@/lib/verbs";
import {
  type AlertRow,
  countAlerts,
  findAlert,
  insertAlert,
  listAlertRows,
  lockAlert,
  lockEndpointId,
  type Rule,
  removeAlert,
  updateAlert,
} from "./repository";
import { AlertAtVersion, AlertChange, AlertInput, AlertQuery, AlertRef, OfEndpoint } from "./schema";
import { tellChange } from "./tell";
import { LIMITS, METRIC } from "./values";
import { alertView } from "./view";

const target = (id: string) => ({ type: "alert", id });

/** Of all endpoints. */
export const listAlerts = read("endpoints:read", AlertQuery, async (ctx, { state }) => ({
  data: (await listAlertRows(poolSql(ctx.db.pool), { state })).map(alertView),
}));

export const listAlertsOf = read("endpoints:read", OfEndpoint, async (ctx, { endpoint }) => ({
  data: (await listAlertRows(poolSql(ctx.db.pool), { endpoint })).map(alertView),
}));

export const getAlert = read("endpoints:read", AlertRef, async (ctx, { endpoint, alert_id }) =>
  alertView(there(await findAlert(poolSql(ctx.db.pool), endpoint, alert_id), alert_id)),
);

/** It is looked at within a minute. */
export const createAlert = hotWrite(
  "endpoints:write",
  OfEndpoint.extend({ alert: AlertInput }),
  async ({ sql, ctx, input, audit, event }) => {
    const endpointId = await lockEndpointId(sql, input.endpoint);
    if (endpointId === null) throw new NotFoundError("endpoint", input.endpoint);
    const { all, own } = await countAlerts(sql, endpointId);
    if (own >= LIMITS.rulesOfEndpoint || all >= LIMITS.rules)
      throw new LimitError(
        `There may be ${LIMITS.rulesOfEndpoint} alert rules of one endpoint, and ${LIMITS.rules} of all. Delete one first.`,
        because("too_many_definitions", {
          maximum: own >= LIMITS.rulesOfEndpoint ? LIMITS.rulesOfEndpoint : LIMITS.rules,
        }),
      );
    const rule = ruleOf(input.alert);
    await refuseRule(sql, rule);
    const id = newId("alr");
    await insertAlert(sql, { id, endpointId, rule, by: ctx.actor.name, now: ctx.clock.now() });
    const after = alertView(there(await findAlert(sql, input.endpoint, id), id));
    event({ topic: "alert", id });
    return audit("alert.create", { target: target(id), after: said(after) }, after);
  },
);

/** A rule that asks something else now begins without data; one that is only named otherwise goes on. */
export const changeAlert = hotWrite(
  "endpoints:write",
  AlertAtVersion.extend({ change: AlertChange }),
  async ({ sql, ctx, input: { endpoint, alert_id, version, change }, audit, event, unchanged }) => {
    const row = there(await lockAlert(sql, endpoint, alert_id), alert_id);
    const before = alertView(row);
    refuseStale(version, row, before);
    const rule = ruleOf({
      ...before,
      ...Object.fromEntries(Object.entries(change).filter(([, v]) => v !== undefined)),
    });
    if (JSON.stringify(rule) === JSON.stringify(ruleOf(before))) return unchanged(before);
    await refuseRule(sql, rule);
    const isNew = JSON.stringify(questionOf(rule)) !== JSON.stringify(questionOf(ruleOf(before)));
    await updateAlert(sql, { id: alert_id, rule, now: ctx.clock.now(), isNew });
    const after = alertView(there(await findAlert(sql, endpoint, alert_id), alert_id));
    // The receiver that heard that it fires hears that it fires no longer.
    if (before.state === "firing" && isNew)
      await tellChange(sql, ctx, { was: "firing", alert: { ...after, webhook_id: before.webhook_id } });
    event({ topic: "alert", id: alert_id });
    return audit(
      "alert.change",
      { target: target(alert_id), before: said(before), after: said(after) },
      after,
    );
  },
);

export const deleteAlert = hotWrite(
  "endpoints:write",
  AlertAtVersion,
  async ({ sql, ctx, input: { endpoint, alert_id, version }, audit, event }) => {
    const row = there(await lockAlert(sql, endpoint, alert_id), alert_id);
    const before = alertView(row);
    refuseStale(version, row, before);
    if (before.state === "firing")
      await tellChange(sql, ctx, { was: "firing", alert: { ...before, state: "no_data" } });
    await removeAlert(sql, alert_id);
    event({ topic: "alert", id: alert_id });
    return audit("alert.delete", { target: target(alert_id), before: said(before) }, undefined);
  },
);

function there(row: AlertRow | null, id: string): AlertRow {
  if (!row) throw new NotFoundError("alert", id);
  return row;
}

type Given = Omit<AlertInput, "window_minutes" | "min_rows"> & { window_minutes: number; min_rows: number };
type Said = Pick<Given, keyof AlertInput>;

function ruleOf(given: Said): Rule {
  return {
    name: given.name,
    metric: given.metric,
    input: given.input,
    output: given.output,
    comparison: given.comparison,
    threshold: given.threshold,
    windowMinutes: given.window_minutes,
    minRows: given.min_rows,
    looks: given.looks,
    webhookId: given.webhook_id,
    enabled: given.enabled,
  };
}

/** What it asks, without how it is called and whom it tells. */
const questionOf = ({ name: _, webhookId: __, ...question }: Rule) => question;
/** For the audit log: the rule, and not what it has seen. */
const said = ({
  value: _,
  subject: __,
  error: ___,
  looked_at: ____,
  ...rule
}: ReturnType<typeof alertView>) => rule;

async function refuseRule(
  sql: Sql,
  { metric, input, output, webhookId, windowMinutes }: Rule,
): Promise<void> {
  const { of } = METRIC[metric];
  const refuse = (pointer: string, words: string) =>
    InvalidError.field(pointer, words, because("invalid_value", { allowed: "null" }));
  if (input !== null && of !== "inputs")
    throw refuse("/input", `${metric} is of no input: leave it out, or take psi or ks.`);
  if (output !== null && of !== "labels") throw refuse("/output", `${metric} is of no output: leave it out.`);
  if (windowMinutes > LIMITS.windowMinutes) throw refuse("/window_minutes", "is too long");
  if (webhookId !== null && !(await hasWebhook(sql, webhookId)))
    throw InvalidError.field(
      "/webhook_id",
      `There is no webhook ${JSON.stringify(webhookId)}. An admin makes one under Settings > Webhooks.`,
      because("not_there", { kind: "webhook", id: webhookId }),
    );
}
