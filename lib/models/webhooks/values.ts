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
export type WebhookEvent = (typeof WEBHOOK_EVENTS)[number];
export const TEST_EVENT = "webhook.test";

export const DELIVERY_STATES = ["pending", "delivered", "failed"] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];
