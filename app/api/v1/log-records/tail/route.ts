import { authenticate } from "@/lib/http/authenticate";
import { eventFeed } from "@/lib/http/event-feed";
import { route } from "@/lib/http/route";
import { tailStream } from "@/lib/http/tail-stream";
import { openLogTail } from "@/lib/log-records";
import { LogTailQuery } from "@/lib/log-records/schema";
import { env } from "@/lib/platform/env";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/log-records/tail",
    scope: "logs:read",
    summary: "Server-sent events: log records that match a search, as they arrive.",
    description:
      "`records` events carry `data`, oldest first in the order of arrival, `skipped` (matched and left out, when more arrive than a reader reads) and `passed` (arrived and not searched, when that would have taken too long). `heartbeat` events come in between. The id of an event is where another tail goes on. The stream ends when its reader may no longer read logs.",
    query: LogTailQuery,
    streams: ["text/event-stream"],
  },
  async ({ ctx, query, request }) => {
    const position = request.headers.get("last-event-id") ?? query.position;
    return tailStream({
      tail: await openLogTail(ctx, { q: query.q, ...(position === undefined ? {} : { position }) }),
      reader: ctx.actor.id,
      feed: eventFeed(ctx.db, env().REDIS_URL),
      signal: request.signal,
      stillAllowed: async () =>
        (await authenticate(ctx, request.headers, ctx.ip))?.actor.permissions.has("logs:read") === true,
    });
  },
);
