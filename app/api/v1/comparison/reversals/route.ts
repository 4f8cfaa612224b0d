import { listReversals } from "@/lib/comparison";
import { ReversalList, ReversalQuery } from "@/lib/comparison/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/comparison/reversals",
    scope: "experiments:read",
    summary:
      "What differs between two runs of experiments, and what of it the first one's pipeline can put back.",
    description:
      "`change` is what to send to /api/v1/comparison/reruns; where it is null, `why` says the reason: no pipeline made the run, the other is of another pipeline, the difference is no parameter of the pipeline, or it does not come with its version.",
    query: ReversalQuery,
    reply: ReversalList,
  },
  ({ ctx, query }) => listReversals(ctx, query),
);
