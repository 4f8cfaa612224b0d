import * as z from "zod";
import { Instant } from "@/lib/platform/instant";
import { PageQuery, pageOf } from "@/lib/platform/pagination";

const AuditFilter = z.object({
  actor: z.string().max(200).optional(),
  action: z.string().max(100).optional(),
  target: z.string().max(300).optional(),
  target_type: z.string().max(100).optional(),
  outcome: z.enum(["success", "denied", "failed"]).optional(),
  /** Half-open: from `since` up to but excluding `until`. */
  since: Instant.optional(),
  until: Instant.optional(),
});
export const AuditQuery = PageQuery.extend(AuditFilter.shape);
export const AuditExportQuery = AuditFilter.extend({ format: z.enum(["csv", "jsonl"]).default("csv") });
/** `name` and `run` where the id says little, `href` where the console shows it; null for what is gone. */
const AuditTarget = z.object({
  type: z.string().nullable(),
  id: z.string().nullable(),
  name: z.string().nullable(),
  run: z
    .object({
      run_key: z.string(),
      run_type: z.string(),
      logical_date: z.string().nullable(),
      data_interval_start: z.string().nullable(),
      data_interval_end: z.string().nullable(),
      time_zone: z.string().nullable(),
    })
    .nullable(),
  href: z.string().nullable(),
});
export type AuditTarget = z.infer<typeof AuditTarget>;
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
  target: AuditTarget,
  outcome: z.string(),
  before: z.unknown(),
  after: z.unknown(),
  detail: z.unknown(),
});
export type AuditView = z.infer<typeof AuditView>;
export const AuditPage = pageOf(AuditView);

/** What the newest rows have, for lists to choose from. */
export const AuditValues = z.object({
  actors: z.array(z.object({ type: z.string(), id: z.string().nullable(), name: z.string() })),
  actions: z.array(z.string()),
  target_types: z.array(z.string()),
});
export type AuditValues = z.infer<typeof AuditValues>;
