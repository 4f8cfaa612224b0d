import * as z from "zod";
import { getViewProfile } from "@/lib/drift";
import { ViewProfileQuery, ViewProfileView } from "@/lib/drift/schema";
import { profileView } from "@/lib/features";
import { ViewProfileInput } from "@/lib/features/schema";
import { route } from "@/lib/http/route";
import { LongJobStarted } from "@/lib/long-jobs/schema";

const params = z.object({ view_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/features/views/{view_name}/profile",
    scope: "features:read",
    summary:
      "How the features of a view are spread in its data source, and how they have shifted against a training set.",
    description:
      "What was counted last: rows, nulls, smallest, middle and greatest value, a histogram or the most frequent texts. PSI and KS compare the hundredths of both sides, so that they are approximate; fewer than 200 rows on either side say nothing.",
    params,
    query: ViewProfileQuery,
    reply: ViewProfileView,
  },
  ({ ctx, params, query }) => getViewProfile(ctx, { name: params.view_name, ...query }),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/features/views/{view_name}/profile",
    scope: "features:write",
    summary:
      "Count how the features of a view are spread in its data source, for event times from from on and before to.",
    description:
      "It takes the place of what was counted before. A long job reads the whole source, as a materialisation does: GET /api/v1/long-jobs/{id} tells how far it is. While one of the view is queued or running, that one is answered with created: false.",
    params,
    body: ViewProfileInput,
    example: { from: "2026-01-01T00:00:00Z", to: "2026-02-01T00:00:00Z" },
    reply: LongJobStarted,
    status: 202,
  },
  ({ ctx, params, body }) => profileView(ctx, { name: params.view_name, ...body }),
);
