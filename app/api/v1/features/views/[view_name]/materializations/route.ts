import * as z from "zod";
import { listMaterializations, materializeView } from "@/lib/features";
import { MaterializationInput, MaterializationList } from "@/lib/features/schema";
import { route } from "@/lib/http/route";
import { LongJobStarted } from "@/lib/long-jobs/schema";

const params = z.object({ view_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/views/{view_name}/materializations",
    scope: "features:read",
    summary: "What was materialised of a view, and how it ended; the newest first, up to 500.",
    params,
    reply: MaterializationList,
  },
  ({ ctx, params }) => listMaterializations(ctx, { name: params.view_name }),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/views/{view_name}/materializations",
    scope: "features:write",
    summary:
      "Write the latest row of each entity from a view's data source to its online store, for event times from start on and before end.",
    description:
      "Without a start it goes on where the last one ended, and takes rows with it that were created since then; the first time it begins as long ago as the ttl, or 52 weeks. Without an end it goes up to now. A long job does it: GET /api/v1/long-jobs/{id} tells how far it is. While one of the view is queued or running, that one is answered with created: false.",
    params,
    body: MaterializationInput,
    example: { start: "2026-01-01T00:00:00Z", end: "2026-02-01T00:00:00Z" },
    reply: LongJobStarted,
    status: 202,
  },
  ({ ctx, params, body }) => materializeView(ctx, { name: params.view_name, ...body }),
);
