import * as z from "zod";
import { listKeys } from "@/lib/experiments";
import { KeyList, KeyQuery } from "@/lib/experiments/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/experiments/{experiment_id}/keys",
    scope: "experiments:read",
    summary:
      "Names of metrics, parameters or tags that the runs of an experiment have, in alphabetical order.",
    params: z.object({ experiment_id: z.string() }),
    query: KeyQuery,
    reply: KeyList,
  },
  ({ ctx, params, query }) => listKeys(ctx, { ...query, ...params }),
);
