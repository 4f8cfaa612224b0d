import * as z from "zod";
import { listViewSchemas } from "@/lib/features";
import { FeatureViewSchemaList } from "@/lib/features/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/views/{view_name}/schemas",
    scope: "features:read",
    summary: "Every version of a view's schema, the newest first.",
    params: z.object({ view_name: z.string() }),
    reply: FeatureViewSchemaList,
  },
  ({ ctx, params }) => listViewSchemas(ctx, { name: params.view_name }),
);
