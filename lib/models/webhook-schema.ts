import * as z from "zod";
import { PageQuery, pageOf } from "@/lib/platform/pagination";
import { text } from "./terms";
import { WEBHOOK_EVENTS } from "./values";
import { DELIVERY_STATES } from "./webhooks/values";

const Url = z.string().max(2_000);
const Events = z
  .array(z.enum(WEBHOOK_EVENTS))
  .min(1)
  .max(WEBHOOK_EVENTS.length)
  .transform((events) => [...new Set(events)]);

export const WebhookView = z.object({
  id: z.string(),
  url: z.string(),
  events: z.array(z.enum(WEBHOOK_EVENTS)),
  description: z.string(),
  /** Off after a receiver has answered 410. What is pending waits then. */
  active: z.boolean(),
  created_by: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
});
export type WebhookView = z.infer<typeof WebhookView>;
export const WebhookList = z.object({ data: z.array(WebhookView) });
/** The secret is shown once, here. */
export const NewWebhookView = WebhookView.extend({ secret: z.string() });
export type NewWebhookView = z.infer<typeof NewWebhookView>;

export const WebhookBody = z.strictObject({
  /** https; http only for hosts in GWANJE_FETCH_ALLOW. */
  url: Url,
  events: Events,
  description: text(500).default(""),
});
export const WebhookChange = z.strictObject({
  url: Url.optional(),
  events: Events.optional(),
  description: text(500).optional(),
  active: z.boolean().optional(),
});
export const WebhookRef = z.object({ id: z.string().max(300) });
export const ChangeWebhookInput = WebhookRef.extend({ change: WebhookChange });

const DeliveryView = z.object({
  /** The same in each attempt: receivers tell repeats by it. */
  id: z.string(),
  type: z.string(),
  state: z.enum(DELIVERY_STATES),
  attempts: z.number().int(),
  created_at: z.string(),
  next_at: z.string().nullable(),
  last_at: z.string().nullable(),
  last_status: z.number().int().nullable(),
  /** The beginning of the answer, or why there was none. */
  last_answer: z.string(),
  body: z.string(),
});
export type WebhookDelivery = z.infer<typeof DeliveryView>;
export const DeliveryPage = pageOf(DeliveryView);
export const ListDeliveriesInput = WebhookRef.extend(PageQuery.shape);
export const DeliveryRef = WebhookRef.extend({ delivery_id: z.string().max(300) });
export const TestSent = z.object({ id: z.string() });
