import * as z from "zod";
import { changeEndpoint, deleteEndpoint, getEndpoint } from "@/lib/endpoints";
import { EndpointChange, EndpointView } from "@/lib/endpoints/schema";
import { route } from "@/lib/http/route";

const params = z.object({ endpoint_name: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/endpoints/{endpoint_name}",
    scope: "endpoints:read",
    summary: "One endpoint.",
    params,
    reply: EndpointView,
    versioned: true,
  },
  ({ ctx, params }) => getEndpoint(ctx, { name: params.endpoint_name }),
);

export const PATCH = route(
  {
    method: "PATCH",
    path: "/api/v1/endpoints/{endpoint_name}",
    scope: "endpoints:write",
    summary: "Change what answers, the limits, or whether it answers at all.",
    description:
      "What is to answer does so within two seconds, or as soon as its model is loaded; until then what answered before goes on, and stays what a roll-back goes to. `variants` replaces all of them; of requests with a sticky key, no more meet another variant than the percents want.",
    params,
    body: EndpointChange,
    example: {
      variants: [
        { name: "main", model: "flight-delay", alias: "champion", percent: 90 },
        { name: "canary", model: "flight-delay", version: 4, percent: 10 },
      ],
      sticky: { by: "header", name: "X-User-Id" },
    },
    reply: EndpointView,
    versioned: true,
  },
  ({ ctx, params, body, version }) =>
    changeEndpoint(ctx, { name: params.endpoint_name, version, change: body }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/endpoints/{endpoint_name}",
    scope: "endpoints:write",
    summary: "Delete an endpoint. Its models stay.",
    params,
    versioned: true,
  },
  ({ ctx, params, version }) => deleteEndpoint(ctx, { name: params.endpoint_name, version }),
);
