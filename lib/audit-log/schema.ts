import * as z from "zod";
import { Instant } from "@/lib/platform/instant";
import { PageQuery, pageOf } from "@/lib/platform/pagination";

const AuditFilter = z.object({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  target: z.string().max(300).optional(),
  outcome: z.enum(["success", "denied", "failed"]).optional(),
  /** Half-open: from `since` up to but excluding `until`. */
  since: Instant.optional(),
  until: Instant.optional(),
});
export const AuditQuery = PageQuery.extend(AuditFilter.shape);
export const AuditExportQuery = AuditFilter.extend({ format: z.enum(["csv", "jsonl"]).default("csv") });
export const AuditView = z.object({
  id: z.string(),
  at: z.string(),
  actor: z.object({
    type: z.string(),
    id: z.string().nullable(),
    name: z.string(),
    role: z.string().nullable(),
  }),
  ip: z.string().nullable(),
  request_id: z.string().nullable(),
  action: z.string(),
  target: z.object({ type: z.string().nullable(), id: z.string().nullable() }),
  outcome: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  detail: z.unknown(),
});
export type AuditView = z.infer<typeof AuditView>;
export const AuditPage = pageOf(AuditView);
