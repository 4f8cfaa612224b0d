import { homeSummary } from "@/lib/home";
import { HomeQuery, HomeReply } from "@/lib/home/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/home",
    scope: "runs:read",
    summary: "Runs of a time window, failing pipelines, what runs next",
    query: HomeQuery,
    reply: HomeReply,
  },
  ({ ctx, query }) => homeSummary(ctx, query),
);
