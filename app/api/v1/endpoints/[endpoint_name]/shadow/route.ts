import * as z from "zod";
import { listPairs } from "@/lib/endpoints";
import { PairList } from "@/lib/endpoints/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/endpoints/{endpoint_name}/shadow",
    scope: "endpoints:read",
    summary: "How far shadow variants agree with what answered, and how long both took.",
    description:
      "One entry for each pair of versions, the last compared first, up to 100. `disagreement` is the share of rows in which some value of the output is another one; fractions are the same when they differ by less than a millionth. `difference` is what the shadow's numbers are more than the live variant's, `slower_ms` what the shadow takes longer. Counts are some seconds old.",
    params: z.object({ endpoint_name: z.string() }),
    reply: PairList,
  },
  ({ ctx, params }) => listPairs(ctx, { name: params.endpoint_name }),
);
