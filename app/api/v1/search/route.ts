import { route } from "@/lib/http/route";
import { search } from "@/lib/search";
import { SearchQuery, SearchReply } from "@/lib/search/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/search",
    scope: "signed-in",
    summary: "Find pipelines, runs, tasks, artifacts and people by name, id, date or state",
    query: SearchQuery,
    reply: SearchReply,
  },
  ({ ctx, query }) => search(ctx, query),
);
