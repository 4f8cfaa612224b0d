import { compareRuns } from "@/lib/comparison";
import { Comparison, ComparisonQuery } from "@/lib/comparison/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/comparison",
    scope: "experiments:read",
    summary:
      "2 to 100 runs of any experiments side by side: all that was logged of them, or only what differs.",
    description:
      "One request for parameters, metrics, tags, datasets, code, what the pipeline was started with, packages and environment. `values` of a row are in the order of `runs`. A section holds at most 500 rows, those that differ first; `total` and `differing` say how many there are, and `search` narrows them. Values are cut at 500 characters, but compared whole. Packages are read from the files that MLflow writes beside a model.",
    query: ComparisonQuery,
    reply: Comparison,
  },
  ({ ctx, query }) => compareRuns(ctx, query),
);
