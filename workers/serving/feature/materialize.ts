import type { FastifyReply } from "fastify";
import * as z from "zod";
import { materializeAsFeast } from "@/lib/features";
import { FeastMaterialization } from "@/lib/features/schema";
import type { Ctx } from "@/lib/platform/context";
import { operation } from "../protocol";

/** Below the protocol's time limit. */
const PATIENCE_MS = 20_000;
const Query = z.object({ async: z.string().max(10).optional() });
const Going = z.object({ status: z.literal("accepted"), feature_views: z.array(z.string()) });
const about = {
  method: "POST",
  scope: "features:write",
  orAttempt: true,
  query: Query,
  status: 200,
} as const;
const WAIT =
  "It waits up to 20 seconds for the end (200, null); what takes longer goes on, and is answered as with async=true (202). While one of the views is queued or running the answer is 409, and nothing is started.";
const example = { end_ts: "2026-01-31T00:00:00", feature_views: ["driver_hourly_stats"] };

export const materialize = operation(
  {
    ...about,
    path: "/materialize",
    summary: "Write the latest rows of views' data sources to the online store, for a range of event times.",
    description: `Of start_ts and before end_ts; without feature_views all that have a data source. ${WAIT}`,
    body: FeastMaterialization.refine((body) => body.start_ts !== undefined || body.disable_event_timestamp, {
      path: ["start_ts"],
      error: "is needed: where the range of event times begins",
    }),
    example: { start_ts: "2026-01-01T00:00:00", ...example },
    reply: z.union([z.null(), Going]),
  },
  ({ ctx, query, body, reply }) => answer(ctx, query, body, reply),
);

export const materializeIncremental = operation(
  {
    ...about,
    path: "/materialize-incremental",
    summary: "The same from where the last one of each view ended.",
    description: `Rows of before that were created since then come too. ${WAIT}`,
    body: FeastMaterialization.omit({ start_ts: true }),
    example,
    reply: z.union([z.null(), Going]),
  },
  ({ ctx, query, body, reply }) => answer(ctx, query, body, reply),
);

async function answer(ctx: Ctx, query: z.infer<typeof Query>, body: object, reply: FastifyReply) {
  const isAsync = query.async?.toLowerCase() === "true";
  const { how, views } = await materializeAsFeast(ctx, body, isAsync ? 0 : PATIENCE_MS);
  reply.type("application/json");
  switch (how) {
    case "ended":
      return reply.send("null");
    case "going":
      return reply.code(202).send(JSON.stringify({ status: "accepted", feature_views: views }));
    case "busy":
      return reply.code(409).send(
        JSON.stringify({
          error: "Already materializing. Wait for its end, or cancel it.",
          feature_views: views,
        }),
      );
    default:
      return how satisfies never;
  }
}
