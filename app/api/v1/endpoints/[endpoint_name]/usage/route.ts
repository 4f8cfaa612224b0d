import * as z from "zod";
import { endpointUsage } from "@/lib/endpoint-usage";
import { EndpointUsageView, UsageQuery } from "@/lib/endpoint-usage/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/endpoints/{endpoint_name}/usage",
    scope: "endpoints:read",
    summary: "How often an endpoint was asked, by step of time and by caller, and how long answers took.",
    description:
      "range is hour, day or week. Counts are kept for 30 days. A caller is a token, a person or a task with all its attempts.",
    params: z.object({ endpoint_name: z.string() }),
    query: UsageQuery,
    reply: EndpointUsageView,
  },
  ({ ctx, params, query }) => endpointUsage(ctx, { name: params.endpoint_name, ...query }),
);
