import { csvLine } from "@/lib/platform/csv";
import type { AuditView } from "./schema";

export const CSV_COLUMNS = [
  "id",
  "at",
  "actor_type",
  "actor_id",
  "actor_name",
  "actor_role",
  "ip",
  "request_id",
  "action",
  "target_type",
  "target_id",
  "target_name",
  "outcome",
  "before",
  "after",
  "detail",
] as const;

export const jsonLine = (row: AuditView): string => `${JSON.stringify(row)}\n`;

export function csvRow({ actor, target, ...row }: AuditView): string {
  const json = (value: unknown) => (value === null || value === undefined ? null : JSON.stringify(value));
  return csvLine([
    row.id,
    row.at,
    actor.type,
    actor.id,
    actor.name,
    actor.role,
    row.ip,
    row.request_id,
    row.action,
    target.type,
    target.id,
    target.name,
    row.outcome,
    json(row.before),
    json(row.after),
    json(row.detail),
  ]);
}
