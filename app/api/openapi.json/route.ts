import { openApiDocument } from "@/lib/http/openapi/document";
import { isRouteHandler, route } from "@/lib/http/route";
import { env } from "@/lib/platform/env";
import { documented } from "@/workers/serving/documented";
import { PROTOCOLS } from "@/workers/serving/protocols";
import { ROUTE_MODULES } from "./routes";

let document: object | undefined;

export const GET = route(
  {
    method: "GET",
    path: "/api/openapi.json",
    scope: "signed-in",
    summary: "This API as an OpenAPI 3.1 document.",
  },
  async () => {
    document ??= openApiDocument(
      [
        ...ROUTE_MODULES.flatMap(Object.values)
          .filter(isRouteHandler)
          .map((handler) => handler.declaration),
        ...PROTOCOLS.flatMap(documented),
      ],
      env().GWANJE_URL,
    );
    return Response.json(document, { headers: { "cache-control": "private, max-age=300" } });
  },
);
