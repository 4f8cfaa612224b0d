import { listTrainingSets, makeTrainingSet } from "@/lib/features";
import { TrainingSetPage, TrainingSetRequest } from "@/lib/features/schema";
import { route } from "@/lib/http/route";
import { LongJobStarted } from "@/lib/long-jobs/schema";
import { PageQuery } from "@/lib/platform/pagination";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/training-sets",
    scope: "features:read",
    summary: "Training sets, the newest first, and how each ended.",
    query: PageQuery,
    reply: TrainingSetPage,
  },
  ({ ctx, query }) => listTrainingSets(ctx, query),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/training-sets",
    scope: "features:write",
    summary: "Make a training set: entity rows with the features as they were known at the time of each row.",
    description:
      "Of each view the latest row that is not later than the row's event_timestamp and not older than the view's ttl. Rows keep their order and their own columns; duplicates stay. A long job writes s3://<bucket>/features/training-sets/<id>/data.parquet and, last, manifest.json beside it: GET /api/v1/long-jobs/{id} has them in its result. filter_by_created_timestamp leaves out rows that were created later, such as of a backfill, and is what one usually wants where sources have a created time.",
    body: TrainingSetRequest,
    example: {
      entities: { format: "parquet", path: "s3://gwanje/training/orders.parquet" },
      features: ["driver_hourly_stats:conv_rate"],
      filter_by_created_timestamp: true,
    },
    reply: LongJobStarted,
    status: 202,
  },
  ({ ctx, body }) => makeTrainingSet(ctx, body),
);
