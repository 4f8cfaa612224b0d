import { createHash } from "node:crypto";
import { type AuditFact, auditToIndex, markAuditIndexed } from "@/lib/audit";
import { type LogRecord, type Received, recordOf, writeLogRecords } from "@/lib/log-records";
import { AUDIT_SERVICE, type Level } from "@/lib/log-records/values";
import { type Deps, systemCtx } from "@/lib/platform/context";
import { poolSql } from "@/lib/platform/db";
import { env } from "@/lib/platform/env";

/** By this name the store knows which rows it was given. */
export const AUDIT = "own:audit";

const DAY_US = 86_400_000_000;
const LEVELS: Readonly<Record<string, Level>> = { denied: "warn", failed: "error" };
/** Targets that records are linked by, under the names that all records have for them. */
function linksOf(type: string | null, id: string | null): Record<string, unknown> {
  if (id === null) return {};
  const name = id.slice(0, Math.max(id.lastIndexOf("/"), id.lastIndexOf("@"), 0));
  if (type === "dag") return { pipeline: id };
  if (type === "run" || type === "experiment" || type === "experiment_run") return { [type]: id };
  if (type === "registered_model") return { model: id };
  if (type === "model_version") return { model: name, model_version: Number(id.slice(name.length + 1)) };
  return type === "model_alias" ? { model: name } : {};
}

/**
 * Takes rows of the audit log into the log search, each once: the records first, under the digest of the row, then the row
 * waits no more. Returns how many.
 */
export async function indexAudit(deps: Deps, limit: number): Promise<number> {
  const ctx = systemCtx(deps, AUDIT);
  const sql = poolSql(deps.db.pool);
  const rows = await auditToIndex(sql, limit);
  const received = { nowUs: ctx.clock.now().getTime() * 1_000, keptUs: env().GWANJE_LOG_DAYS * DAY_US };
  await Promise.all(
    rows.map((row) =>
      writeLogRecords(ctx, {
        records: [auditRecord(row, received)],
        digest: createHash("sha256").update(row.id).digest(),
      }),
    ),
  );
  if (rows.length > 0)
    await markAuditIndexed(
      sql,
      rows.map(({ id }) => id),
    );
  return rows.length;
}

export function auditRecord(row: AuditFact, received: Received): LogRecord {
  const { actorType, actorId, actorName, action, targetType, targetId, outcome } = row;
  return recordOf(
    {
      time: row.at.getTime() * 1_000,
      level: LEVELS[outcome] ?? "info",
      service: AUDIT_SERVICE,
      host: "",
      message: `${actorName} ${action} ${targetType ?? ""} ${targetId ?? ""}${outcome === "success" ? "" : ` (${outcome})`}`,
      traceId: null,
      spanId: null,
      attrs: {
        audit: row.id,
        actor: actorName,
        actor_type: actorType,
        ...(actorType === "user" && actorId !== null && { user: actorId }),
        ...(actorType === "token" && actorId !== null && { token_id: actorId }),
        action,
        target_type: targetType,
        target: targetId,
        ...linksOf(targetType, targetId),
        outcome,
        ...(row.requestId !== null && { request: row.requestId }),
        ...(row.ip !== null && { ip: row.ip }),
      },
    },
    received,
  );
}
