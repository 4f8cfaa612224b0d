import * as z from "zod";
import { route } from "@/lib/http/route";
import { listPolicies } from "@/lib/models";
import { PolicyList } from "@/lib/models/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models/{model_name}/policies",
    scope: "models:read",
    summary: "The policies that guard aliases of a model.",
    params: z.object({ model_name: z.string() }),
    reply: PolicyList,
  },
  ({ ctx, params }) => listPolicies(ctx, { name: params.model_name }),
);
