import * as z from "zod";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import { MAX_EXPRESSION } from "./policy/limits";
import { Alias, text, VersionNumber } from "./terms";
import { ALIAS_CHANGE_KINDS, APPROVER_ROLES, PROMOTION_STATES, VERDICT_OUTCOMES } from "./values";

const Reason = text(2_000).default("");
const Version = z.number().int().min(1).max(999_999_999);
const Model = z.object({ name: z.string().max(10_000) });
const AliasOf = Model.extend({ alias: z.string().max(10_000) });

const VerdictView = z.object({
  passed: z.boolean(),
  /**
   * `holds`, `does_not_hold`; `first`: it compares with what is not there yet; `missing`: the version lacks a value;
   * `broken`: it cannot be evaluated.
   */
  outcome: z.enum(VERDICT_OUTCOMES),
  said: z.string().nullable(),
  /** What the policy read; null where it was not there. */
  values: z.array(z.object({ name: z.string(), value: z.union([z.number(), z.string()]).nullable() })),
});

export const PolicyView = z.object({
  alias: z.string(),
  expression: z.string(),
  /** The least role that approves a promotion; null where passing the expression is enough. */
  approver_role: z.enum(APPROVER_ROLES).nullable(),
  version: z.number().int(),
  updated_by: z.string().nullable(),
  updated_at: z.string(),
});
export type PolicyView = z.infer<typeof PolicyView>;
export const PolicyList = z.object({ data: z.array(PolicyView) });
export const PolicyBody = z.strictObject({
  /** CEL, such as `metrics.auc >= champion.metrics.auc - 0.005`. */
  expression: z.string().trim().min(1).max(MAX_EXPRESSION),
  approver_role: z.enum(APPROVER_ROLES).nullable().default(null),
});
export const SetPolicyInput = Model.extend({
  alias: Alias,
  policy: PolicyBody,
  version: z.number().int().optional(),
});
export const PolicyRef = AliasOf;

export const PreviewBody = z.strictObject({
  alias: Alias,
  /** Without it the alias's own policy. */
  expression: z.string().trim().min(1).max(MAX_EXPRESSION).optional(),
});
export const PreviewInput = Model.extend(PreviewBody.shape);
export const PolicyPreview = z.object({
  expression: z.string().nullable(),
  /** What is wrong with the expression; null when it can be evaluated. */
  problem: z.string().nullable(),
  /** What the alias stands for now. */
  champion: z.number().int().nullable(),
  /** The newest twenty versions, each as if it were promoted now. */
  versions: z.array(z.object({ number: z.number().int(), verdict: VerdictView })),
});
export type PolicyPreview = z.infer<typeof PolicyPreview>;

export const PromotionView = z.object({
  id: z.string(),
  model_name: z.string(),
  alias: z.string(),
  version: z.number().int(),
  /** What the alias stood for when this was judged. */
  from_version: z.number().int().nullable(),
  expression: z.string().nullable(),
  approver_role: z.enum(APPROVER_ROLES).nullable(),
  verdict: VerdictView.nullable(),
  state: z.enum(PROMOTION_STATES),
  reason: z.string(),
  requested_by: z.string(),
  requested_at: z.string(),
  decided_by: z.string().nullable(),
  decided_at: z.string().nullable(),
  decision: z.string().nullable(),
});
export type PromotionView = z.infer<typeof PromotionView>;
export const PromotionPage = pageOf(PromotionView);
export const PromotionQuery = PageQuery.extend({
  alias: z.string().max(300).optional(),
  state: z.enum(PROMOTION_STATES).optional(),
});
export const ListPromotionsInput = Model.extend(PromotionQuery.shape);

/** `from`: what the alias stands for as far as the caller knows; the change is refused when it is something else. */
export const PromotionBody = z.strictObject({
  alias: Alias,
  version: Version,
  from: Version.nullable().optional(),
  reason: Reason,
});
export const PromoteInput = Model.extend({ ...PromotionBody.shape, version: VersionNumber });
export const DecisionBody = z.strictObject({ reason: Reason, from: Version.nullable().optional() });
export const DecideInput = Model.extend({ id: z.string().max(300), ...DecisionBody.shape });
export const RejectionBody = z.strictObject({ reason: text(2_000).min(1) });
export const RejectInput = Model.extend({ id: z.string().max(300), ...RejectionBody.shape });
export const WithdrawInput = Model.extend({ id: z.string().max(300) });

export const RollbackBody = z.strictObject({ from: Version, reason: Reason });
export const RollbackInput = AliasOf.extend(RollbackBody.shape);
export const RollbackView = z.object({ alias: z.string(), from: z.number().int(), to: z.number().int() });

export const AliasChangeView = z.object({
  id: z.string(),
  from_version: z.number().int().nullable(),
  to_version: z.number().int().nullable(),
  kind: z.enum(ALIAS_CHANGE_KINDS),
  reason: z.string(),
  promotion_id: z.string().nullable(),
  changed_by: z.string().nullable(),
  changed_at: z.string(),
});
export type AliasChangeView = z.infer<typeof AliasChangeView>;
export const AliasHistoryPage = pageOf(AliasChangeView).extend({
  /** What a rollback would make of the alias now; null where there is nothing before. */
  rollback_to: z.number().int().nullable(),
  current: z.number().int().nullable(),
});
export type AliasHistoryPage = z.infer<typeof AliasHistoryPage>;
export const HistoryInput = AliasOf.extend(PageQuery.shape);
