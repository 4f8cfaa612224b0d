import { listTrainingSetUsers } from "@/lib/feature-lineage";
import { TrainingSetUserQuery, TrainingSetUsers } from "@/lib/feature-lineage/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/training-set-users",
    scope: "features:read",
    summary:
      "Training runs that logged a training set as a dataset, with the model versions of them; the newest first.",
    description:
      "A run says so by the source of a dataset that it logs, s3://<bucket>/features/training-sets/<id>/data.parquet. Without experiments:read nothing is told.",
    query: TrainingSetUserQuery,
    reply: TrainingSetUsers,
  },
  ({ ctx, query }) => listTrainingSetUsers(ctx, query),
);
