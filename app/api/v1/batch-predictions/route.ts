import { listBatchPredictions, startBatch } from "@/lib/batch-predictions";
import { BatchInput, BatchPage, BatchQuery, BatchView } from "@/lib/batch-predictions/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/batch-predictions",
    scope: "endpoints:read",
    summary: "Batch predictions, the newest first.",
    query: BatchQuery,
    reply: BatchPage,
  },
  ({ ctx, query }) => listBatchPredictions(ctx, query),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/batch-predictions",
    scope: "predictions:run",
    summary: "Answer every row of a file, or of a list of entities.",
    description:
      "The version that the endpoint answers with now is asked for every row, as requests of `rows_per_run` rows would be, so that answers are the same ones. The output is a parquet file with a row for each of the input, in its order: the row's number, the key columns, what the model answers, and why it does not. Where the endpoint joins features, rows bring join keys and the server joins the features as for requests. A column that is neither the model's nor a key is refused. A file of the bucket or an artifact needs artifacts:read.",
    body: BatchInput,
    example: {
      endpoint: "flight-delay",
      source: { path: "s3://gwanje/flights/tomorrow.parquet" },
      format: "parquet",
      key_columns: ["flight_id"],
    },
    reply: BatchView,
    status: 201,
  },
  ({ ctx, body }) => startBatch(ctx, body),
);
