import type { WebhookView } from "@/lib/models/schema";

/** The message below `event` that names each event of the registry. */
export const EVENT_NAMES: Record<WebhookView["events"][number], string> = {
  "model_version.created": "version_created",
  "model_version.stage_changed": "stage_changed",
  "model_alias.set": "alias_set",
  "model_alias.deleted": "alias_deleted",
  "model_alias.rolled_back": "alias_rolled_back",
  "model_promotion.requested": "promotion_requested",
  "model_promotion.approved": "promotion_approved",
  "model_promotion.rejected": "promotion_rejected",
  "model_promotion.failed": "promotion_failed",
  "model_promotion.applied": "promotion_applied",
};
