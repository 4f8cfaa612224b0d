import * as z from "zod";
import {
  getOnlineFeatures,
  getRegistry,
  lookUpEntity,
  pushFeatures,
  RegistryQuestion,
  writeOnlineFeatures,
} from "@/lib/features";
import { OnlineAnswer, OnlineEntity, OnlineQuestion, OnlineWrite, PushedRows } from "@/lib/features/schema";
import { parseJsonText } from "../json-text";
import { operation, type Protocol } from "../protocol";
import { feastShape } from "./error-shape";
import { materialize, materializeIncremental } from "./materialize";

const MIB = 1024 * 1024;
const JSON_TYPE = "application/json";
const df = {
  driver_id: [1001],
  event_timestamp: ["2026-01-05T08:00:00"],
  created: [null],
  conv_rate: [0.85],
};

/** What Feast's feature server speaks, for its SDK as `online_store: {type: remote, path: <url>/feature}`. */
export const featureProtocol: Protocol = {
  name: "feature",
  prefixes: ["/feature"],
  authenticate: ["token", "attempt", "session"],
  errorShape: feastShape,
  errorSchema: z.string().meta({
    description: "JSON once more, in a string: module, class and message of Feast's exception.",
  }),
  limits: { bodyBytes: 16 * MIB, decompressedBytes: 32 * MIB, inFlight: 256, timeoutMs: 30_000 },
  // Clients up to 0.60 send no Content-Type, and curl sends that of a form.
  parseBody: parseJsonText,
  operations: [
    operation(
      {
        method: "POST",
        path: "/get-online-features",
        scope: "features:read",
        orAttempt: true,
        summary: "Present values of features for up to 1,000 entities, as Feast's server answers.",
        description:
          "`results` has one column for each of `metadata.feature_names`: the join keys first, then features by view. Statuses: PRESENT, NULL_VALUE, NOT_FOUND, OUTSIDE_MAX_AGE (older than the view's ttl; the value is null then). Whole numbers of 64 bits have all their digits.",
        body: OnlineQuestion,
        example: { entities: { driver_id: [1001, 1002] }, features: ["driver_hourly_stats:conv_rate"] },
        reply: OnlineAnswer,
      },
      async ({ ctx, body, reply }) => reply.type(JSON_TYPE).send(await getOnlineFeatures(ctx, body)),
    ),
    operation(
      {
        method: "POST",
        path: "/push",
        scope: "features:write",
        orAttempt: true,
        status: 200,
        summary: "Write rows to the view that has this push source.",
        description:
          "`df` has the join keys, event_timestamp, features and perhaps created, column by column, up to 10,000 rows. All rows are written or none. A row replaces one that is not newer by (event_timestamp, created). Only `to: online` is there.",
        body: PushedRows,
        example: { push_source_name: "driver_stats_push_source", df, to: "online" },
      },
      async ({ ctx, body }) => pushFeatures(ctx, body),
    ),
    operation(
      {
        method: "POST",
        path: "/write-to-online-store",
        scope: "features:write",
        orAttempt: true,
        summary: "Write rows to a view.",
        description: "As push, by the name of the view.",
        body: OnlineWrite,
        example: { feature_view_name: "driver_hourly_stats", df },
        reply: z.null(),
      },
      async ({ ctx, body, reply }) => {
        await writeOnlineFeatures(ctx, body);
        return reply.type(JSON_TYPE).send("null");
      },
    ),
    materialize,
    materializeIncremental,
    operation(
      {
        method: "GET",
        path: "/views/{view}",
        scope: "features:read",
        orAttempt: true,
        summary: "What a view knows of one entity, with ages: its join keys are the query.",
        params: z.object({ view: z.string() }),
        query: z.object({}).catchall(z.string()),
        reply: OnlineEntity,
      },
      async ({ ctx, params, query, reply }) =>
        reply.type(JSON_TYPE).send(await lookUpEntity(ctx, { view: params.view, entity: query })),
    ),
    operation(
      {
        method: "GET",
        path: "/registry.db",
        scope: "features:read",
        orAttempt: true,
        summary: "All definitions as the file that Feast's clients take for their registry.",
        description:
          "A serialized feast.core.Registry. `project` is the one that the client's feature_store.yaml names.",
        query: RegistryQuestion,
        bytes: { reply: true },
      },
      async ({ ctx, query, reply }) =>
        reply.type("application/octet-stream").send(Buffer.from(await getRegistry(ctx, query))),
    ),
    operation(
      {
        method: "GET",
        path: "/health",
        scope: "public",
        status: 200,
        summary: "200 while this process serves.",
      },
      async () => undefined,
    ),
  ],
};
