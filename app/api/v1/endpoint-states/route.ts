import { endpointStates } from "@/lib/endpoints";
import { EndpointStateList } from "@/lib/endpoints/schema";
import { route } from "@/lib/http/route";

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/endpoint-states",
    scope: "endpoints:read",
    summary:
      "Which version each endpoint stands for at this moment, and whether a process has its model warm.",
    description: "Processes say it every few seconds. A model that failed has the reason.",
    reply: EndpointStateList,
  },
  ({ ctx }) => endpointStates(ctx, {}),
);
