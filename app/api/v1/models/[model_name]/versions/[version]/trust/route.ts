import * as z from "zod";
import { distrustModel, readTrust, trustModel } from "@/lib/endpoints";
import { TrustView } from "@/lib/endpoints/schema";
import { route } from "@/lib/http/route";

const params = z.object({ model_name: z.string(), version: z.string() });

export const GET = route(
  {
    method: "GET",
    path: "/api/v1/models/{model_name}/versions/{version}/trust",
    scope: "models:read",
    summary: "Whether a version executes code when it is loaded, and who trusts it.",
    params,
    reply: TrustView,
  },
  ({ ctx, params: { model_name: name, version } }) => readTrust(ctx, { name, version }),
);

export const PUT = route(
  {
    method: "PUT",
    path: "/api/v1/models/{model_name}/versions/{version}/trust",
    scope: "models:manage",
    summary: "Trust the files that a version of Python code has now: endpoints may run them.",
    params,
    reply: TrustView,
  },
  ({ ctx, params: { model_name: name, version } }) => trustModel(ctx, { name, version }),
);

export const DELETE = route(
  {
    method: "DELETE",
    path: "/api/v1/models/{model_name}/versions/{version}/trust",
    scope: "models:manage",
    summary: "Trust a version no more. Processes that run it go on until they end.",
    params,
  },
  ({ ctx, params: { model_name: name, version } }) => distrustModel(ctx, { name, version }),
);
