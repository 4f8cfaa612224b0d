import { createEndpoint, listEndpoints } from "@/lib/endpoints";
import { EndpointInput, EndpointList, EndpointView } from "@/lib/endpoints/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/endpoints",
    scope: "endpoints:read",
    summary: "Every endpoint by name.",
    reply: EndpointList,
  },
  ({ ctx }) => listEndpoints(ctx, {}),
);

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/endpoints",
    scope: "endpoints:write",
    summary: "Add an endpoint: a stable name under which a registered model answers.",
    description:
      "`variant` alone answers everything; `variants` share the requests by their percents. An alias is followed wherever it moves, a version stays. Limits: rows of one request, requests at once in one process, and the time from the moment in which the model is warm.",
    body: EndpointInput,
    example: {
      name: "flight-delay",
      variant: { model: "flight-delay", alias: "champion" },
      max_rows: 1_000,
      max_in_flight: 64,
      deadline_ms: 2_000,
    },
    reply: EndpointView,
    status: 201,
    versioned: true,
  },
  ({ ctx, body }) => createEndpoint(ctx, body),
);
