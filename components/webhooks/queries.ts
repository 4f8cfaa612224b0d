import { infiniteQueryOptions, queryOptions } from "@tanstack/react-query";
import { api, NoReply, replyOf } from "@/lib/client/api";
import type { DeliveryPage, NewWebhookView, TestSent, WebhookList, WebhookView } from "@/lib/models/schema";

const BASE = "/model-webhooks";
/** A delivery that waits is looked at again after this long. */
const WATCH_MS = 3_000;

export type WebhookValues = { url: string; events: WebhookView["events"]; description: string };

export const webhookQueries = {
  all: () =>
    queryOptions({
      queryKey: ["webhooks", "list"],
      queryFn: ({ signal }) => api.get(BASE, replyOf<typeof WebhookList>(), { signal }),
    }),
  deliveries: (id: string) =>
    infiniteQueryOptions({
      queryKey: ["webhooks", "deliveries", id],
      queryFn: ({ pageParam, signal }) =>
        api.get(`${BASE}/${id}/deliveries`, replyOf<typeof DeliveryPage>(), {
          query: { limit: 25, cursor: pageParam },
          signal,
        }),
      initialPageParam: "",
      getNextPageParam: (page) => page.next_cursor,
      refetchInterval: ({ state }) =>
        state.data?.pages.some(({ data }) => data.some((one) => one.state === "pending")) ? WATCH_MS : false,
    }),
};

export const createWebhook = (body: WebhookValues) =>
  api.post(BASE, replyOf<typeof NewWebhookView>(), { body });
export const changeWebhook = (id: string, body: Partial<WebhookValues> & { active?: boolean }) =>
  api.patch(`${BASE}/${id}`, replyOf<typeof WebhookView>(), { body });
export const deleteWebhook = (id: string) => api.delete(`${BASE}/${id}`, NoReply);
export const testWebhook = (id: string) => api.post(`${BASE}/${id}/test`, replyOf<typeof TestSent>());
export const redeliver = (id: string, delivery: string) =>
  api.post(`${BASE}/${id}/deliveries/${delivery}/redeliver`, NoReply);
