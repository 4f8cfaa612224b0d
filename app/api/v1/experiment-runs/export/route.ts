import { exportTrainingRuns } from "@/lib/experiments";
import { RunExportQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/export",
    scope: "experiments:read",
    summary:
      "Every run that a list would have, in its order, as CSV with the values named in `keys`; streamed.",
    query: RunExportQuery,
    streams: ["text/csv"],
  },
  async ({ ctx, query }) =>
    new Response(await exportTrainingRuns(ctx, query), {
      headers: {
        "content-type": "text/csv; charset=utf-8",
        "content-disposition": 'attachment; filename="runs.csv"',
        "cache-control": "no-store",
      },
    }),
);
