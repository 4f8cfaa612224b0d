import * as z from "zod";
import { authenticate } from "@/lib/http/authenticate";
import { eventFeed } from "@/lib/http/event-feed";
import { eventStream } from "@/lib/http/event-stream";
import { route } from "@/lib/http/route";
import { env } from "@/lib/platform/env";

const EventsQuery = z.object({
  topics: z
    .string()
    .max(200)
    .optional()
    .transform((text) => (text ? text.split(",") : [])),
});

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/events",
    scope: "signed-in",
    summary: "Server-sent events: which things changed, by topic and id",
    query: EventsQuery,
    streams: ["text/event-stream"],
  },
  async ({ ctx, query, request }) =>
    eventStream({
      feed: eventFeed(ctx.db, env().REDIS_URL),
      reader: ctx.actor.id,
      permissions: ctx.actor.permissions,
      topics: query.topics,
      lastEventId: request.headers.get("last-event-id"),
      signal: request.signal,
      stillAllowed: async () => (await authenticate(ctx, request.headers, ctx.ip)) !== null,
    }),
);
