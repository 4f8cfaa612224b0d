import { sampleManyRuns } from "@/lib/experiments";
import { ManySampleQuery, SampleList } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiment-runs/metric-samples",
    scope: "experiments:read",
    summary:
      "Points of some metrics of many runs for one chart: up to 100 series, thinned out with every peak kept.",
    description:
      "Runs and metrics make one series each where they have points. A series with more points than `points` comes as the least and the greatest of as many stretches of equal length along `x`; ask again with `from` and `to` for more detail.",
    query: ManySampleQuery,
    reply: SampleList,
  },
  ({ ctx, query }) => sampleManyRuns(ctx, query),
);
