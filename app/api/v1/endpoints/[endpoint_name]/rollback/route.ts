import * as z from "zod";
import { rollBackEndpoint } from "@/lib/endpoints";
import { EndpointView } from "@/lib/endpoints/schema";
import { route } from "@/lib/http/route";

export const POST = route(
  {
    method: "POST",
    path: "/api/v1/endpoints/{endpoint_name}/rollback",
    scope: "endpoints:write",
    summary:
      "What answered before answers again, with its shares. A second roll-back takes the first one back.",
    params: z.object({ endpoint_name: z.string() }),
    reply: EndpointView,
    versioned: true,
  },
  ({ ctx, params, version }) => rollBackEndpoint(ctx, { name: params.endpoint_name, version }),
);
