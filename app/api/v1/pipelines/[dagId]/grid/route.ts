import * as z from "zod";
import { route } from "@/lib/http/route";
import { getGrid } from "@/lib/runs";
import { GridQuery, GridView } from "@/lib/runs/schema";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/pipelines/{dagId}/grid",
    scope: "runs:read",
    summary: "Runs along their logical dates, by task, in compact arrays.",
    params: z.object({ dagId: z.string() }),
    query: GridQuery,
    reply: GridView,
  },
  ({ ctx, params, query }) => getGrid(ctx, { ...query, dag_id: params.dagId }),
);
