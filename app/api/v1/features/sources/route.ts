import { createSource, listSources } from "@/lib/features";
import { FeatureSourceInput, FeatureSourceList, FeatureSourceView } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/sources",
    scope: "features:read",
    summary: "Every data source by name.",
    reply: FeatureSourceList,
  },
  ({ ctx }) => listSources(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/sources",
    scope: "features:write",
    summary:
      "Add a data source: parquet or CSV files in the bucket of this installation that have the history of features.",
    description:
      "`path` is s3://<bucket>/<key>; with a slash at its end all files of the format below it, up to 1,000. They need not be there yet. `field_mapping` is {column of the files: name of a feature or join key}, for those that differ.",
    body: FeatureSourceInput,
    example: {
      name: "driver_stats",
      format: "parquet",
      path: "s3://gwanje/features/driver_stats/",
      timestamp_field: "event_timestamp",
      created_timestamp_field: "created",
    },
    reply: FeatureSourceView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createSource(ctx, body),
);
