import { listUsage } from "@/lib/endpoint-usage";
import { UsageList } from "@/lib/endpoint-usage/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/endpoint-usage",
    scope: "endpoints:read",
    summary: "How often each endpoint was asked in the last hour, and how long answers took.",
    description:
      "Endpoints that were not asked are left out. Latencies come from a histogram and are exact within a bucket; the counts of the last seconds are still on their way.",
    reply: UsageList,
  },
  ({ ctx }) => listUsage(ctx, {}),
);
