import * as z from "zod";
import { readDrift } from "@/lib/drift";
import { DriftQuery, DriftView } from "@/lib/drift/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/endpoints/{endpoint_name}/drift",
    scope: "predictions:read",
    summary: "How the inputs of an endpoint have shifted against its reference, the largest shift first.",
    description:
      "Of the last day by the hour without `from`; up to 48 hours or days. PSI over tenths of the reference, with a bin of its own for a value that alone is a tenth, and for nulls; below 0.1 no shift, from 0.25 a large one. KS of numbers. Of many predictions a sample by chance is read, and `complete` is false then.",
    params: z.object({ endpoint_name: z.string() }),
    query: DriftQuery,
    reply: DriftView,
  },
  ({ ctx, params, query }) => readDrift(ctx, { endpoint: params.endpoint_name, ...query }),
);
