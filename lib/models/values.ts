/** Limits and forms of what the registry holds, as MLflow has them. */
export const STAGES = ["None", "Staging", "Production", "Archived"] as const;
export type Stage = (typeof STAGES)[number];
/** Stages that one version at a time may be meant to have. */
export const ACTIVE_STAGES: ReadonlySet<Stage> = new Set(["Staging", "Production"]);

export const MAX_MODEL_NAME = 256;
export const MAX_DESCRIPTION = 5_000;
export const MAX_MODEL_TAG_VALUE = 100_000;
export const MAX_ALIAS = 255;
export const MAX_SOURCE = 500;
/** This alias is always the greatest version, and nobody sets it. */
export const LATEST = "latest";
/** A model or version with this tag is a prompt: its text is a tag, and it has no files. */
export const PROMPT_TAG = "mlflow.prompt.is_prompt";

/** A name is one segment of addresses such as models:/name/1. */
export function registeredNameProblem(name: string): string | null {
  if (name.trim() === "") return "must not be blank";
  if (/[/:]/.test(name)) return "may not hold / or :";
  return name === "." || name === ".." ? "may not be a path" : null;
}

export function aliasProblem(alias: string): string | null {
  if (!/^[A-Za-z0-9_-]+$/.test(alias)) return "may hold letters, digits, _ and - only";
  if (alias.toLowerCase() === LATEST) return "is reserved: it is the newest version";
  return /^v\d+$/i.test(alias) ? "reads like the number of a version" : null;
}

/** A stage whatever its case; null for what is none. */
export function stageOf(text: string): Stage | null {
  return STAGES.find((stage) => stage.toLowerCase() === text.toLowerCase()) ?? null;
}

/** An alias that a policy guards, or of this name, is in use: its version is not deleted. */
export const CHAMPION = "champion";
export const APPROVER_ROLES = ["editor", "admin"] as const;
export type ApproverRole = (typeof APPROVER_ROLES)[number];
export const PROMOTION_STATES = ["waiting", "applied", "failed", "rejected", "withdrawn"] as const;
export type PromotionState = (typeof PROMOTION_STATES)[number];
export const ALIAS_CHANGE_KINDS = ["set", "promotion", "rollback", "removed", "version_deleted"] as const;
export type AliasChangeKind = (typeof ALIAS_CHANGE_KINDS)[number];
export const VERDICT_OUTCOMES = ["holds", "does_not_hold", "first", "missing", "broken"] as const;

/** What of the registry is told of. `webhook.test` is sent by hand only. */
export const WEBHOOK_EVENTS = [
  "model_version.created",
  "model_version.stage_changed",
  "model_alias.set",
  "model_alias.deleted",
  "model_alias.rolled_back",
  "model_promotion.requested",
  "model_promotion.approved",
  "model_promotion.rejected",
  "model_promotion.failed",
  "model_promotion.applied",
] as const;
