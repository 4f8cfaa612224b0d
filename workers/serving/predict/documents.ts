import type { FastifyReply } from "fastify";
import * as z from "zod";
import { endpointContract, endpointOpenApi, endpointsOpenApi, namedEndpoint } from "@/lib/endpoints";
import { EndpointContract } from "@/lib/endpoints/schema";
import {
  SWAGGER_CACHE,
  SWAGGER_HEADERS,
  type SwaggerPage,
  swaggerFile,
  swaggerHtml,
} from "@/lib/http/openapi/swagger";
import { NotFoundError } from "@/lib/platform/errors";
import { operation } from "../protocol";

const FILES = "/predict/docs";
const endpoint = z.object({ endpoint: z.string() });
const OpenApi = z.looseObject({ openapi: z.string(), info: z.unknown(), paths: z.unknown() });
const page = { method: "GET", scope: "predictions:run", streams: ["text/html"] } as const;
/** Relative: the document is right behind every name that this server has. */
const serverUrl = "/";

/** What FastAPI has beside an operation: the document of it, and a page on which it is tried. */
export const documents = [
  operation(
    {
      method: "GET",
      path: "/openapi.json",
      scope: "predictions:run",
      orAttempt: true,
      summary: "The OpenAPI document of all endpoints that answer.",
      description: "Columns are in it where the model is warm in the process that answers; it loads none.",
      reply: OpenApi,
    },
    ({ ctx }) => endpointsOpenApi(ctx, { serverUrl }),
  ),
  operation({ ...page, path: "/docs", summary: "Swagger UI of all endpoints." }, async ({ reply }) =>
    sendPage(reply, {
      title: "Predictions",
      document: "/predict/openapi.json",
      files: FILES,
      expansion: "none",
    }),
  ),
  operation(
    {
      method: "GET",
      path: "/docs/{asset}",
      scope: "signed-in",
      summary: "Script and style of these pages.",
      params: z.object({ asset: z.string() }),
      bytes: { reply: true },
    },
    async ({ params: { asset }, reply }) => {
      const file = await swaggerFile(asset);
      if (!file) throw new NotFoundError("file", asset);
      return reply
        .headers({ ...SWAGGER_HEADERS, "cache-control": SWAGGER_CACHE })
        .type(file.type)
        .send(file.bytes);
    },
  ),
  operation(
    {
      method: "GET",
      path: "/{endpoint}",
      scope: "predictions:run",
      orAttempt: true,
      summary: "What an endpoint takes and gives; its model is loaded when it is not warm.",
      params: endpoint,
      reply: EndpointContract,
    },
    ({ ctx, params }) => endpointContract(ctx, params),
  ),
  operation(
    {
      method: "GET",
      path: "/{endpoint}/openapi.json",
      scope: "predictions:run",
      orAttempt: true,
      summary: "The OpenAPI document of an endpoint, from the signature of the model that answers.",
      params: endpoint,
      reply: OpenApi,
    },
    ({ ctx, params }) => endpointOpenApi(ctx, { ...params, serverUrl }),
  ),
  operation(
    {
      ...page,
      path: "/{endpoint}/docs",
      summary: "Swagger UI of an endpoint.",
      params: endpoint,
    },
    async ({ ctx, params, reply }) => {
      // A name that is there needs no escaping.
      const name = await namedEndpoint(ctx, params);
      return sendPage(reply, {
        title: name,
        document: `/predict/${name}/openapi.json`,
        files: FILES,
        expansion: "list",
      });
    },
  ),
];

function sendPage(reply: FastifyReply, page: SwaggerPage): FastifyReply {
  return reply
    .headers({ ...SWAGGER_HEADERS, "cache-control": "no-store" })
    .type("text/html; charset=utf-8")
    .send(swaggerHtml(page));
}
