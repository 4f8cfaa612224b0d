import * as z from "zod";
import { route } from "@/lib/http/route";
import { listAliasHistory } from "@/lib/models";
import { AliasHistoryPage } from "@/lib/models/schema";
import { PageQuery } from "@/lib/platform/pagination";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models/{model_name}/aliases/{alias}/history",
    scope: "models:read",
    summary: "What an alias has stood for: from, to, by whom, when and why; the newest first.",
    params: z.object({ model_name: z.string(), alias: z.string() }),
    query: PageQuery,
    reply: AliasHistoryPage,
  },
  ({ ctx, params: { model_name: name, alias }, query }) => listAliasHistory(ctx, { ...query, name, alias }),
);
