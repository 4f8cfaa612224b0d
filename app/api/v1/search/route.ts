import { route } from "@/lib/http/route";
import { search } from "@/lib/search";
import { SearchQuery, SearchReply } from "@/lib/search/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/search",
    scope: "signed-in",
    summary: "Find pipelines, runs, tasks and people by name or id",
    query: SearchQuery,
    reply: SearchReply,
  },
  ({ ctx, query }) => search(ctx, query),
);
