import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { type AppError, TooLargeError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import {
  endSlowBody,
  finishBody,
  HEADERS_TIMEOUT_MS,
  MAX_HEADER_BYTES,
  refuseBroken,
} from "../listener/door";
import { bytesOf, contentTypeOf, mediaTypeOf } from "../listener/error-shape";
import { isDataPlanePath, shapeAt } from "../serving/protocols";
import { limitBody, mostBodyBytes } from "./body-limit";
import { fillHeaders } from "./fill-headers";
import { refusalOf } from "./request-line";

/** Many times what a team's open pages need; more would let strangers use up memory and descriptors. */
const MOST_CONNECTIONS = 4_000;
/** No request time-out of the server, because uploads take long; requests for pages get their own. */
const LIMITS = { requestTimeout: 0, headersTimeout: HEADERS_TIMEOUT_MS, maxHeaderSize: MAX_HEADER_BYTES };

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/**
 * Serves the one port: passes the data plane's paths to it and everything else to Next, except requests that neither
 * handles well.
 */
export function createWebServer(handlers: { dataPlane: Handler; pages: Handler }): Server {
  const server = createServer(LIMITS, (request, response) => {
    // The socket's own address replaces a client's value of this header.
    request.headers["x-gwanje-peer"] = request.socket.remoteAddress ?? "";
    fillHeaders(response);
    const target = request.url ?? "/";
    const refusal = refusalOf(request.method ?? "", target);
    if (refusal) return refuse(request, response, refusal);
    if (isDataPlanePath(target)) return handlers.dataPlane(request, response);
    const mostBytes = mostBodyBytes(target);
    if (Number(request.headers["content-length"] ?? 0) > mostBytes)
      return refuse(request, response, new TooLargeError(`The body is larger than ${mostBytes} bytes.`));
    limitBody(request, mostBytes);
    // A reply that did not read the whole body ends the upload.
    response.once("finish", () => finishBody(request));
    endSlowBody(request);
    handlers.pages(request, response);
  });
  server.maxConnections = MOST_CONNECTIONS;
  server.on("clientError", refuseBroken);
  return server;
}

/** In the shape of what is asked: a client of another protocol reads no problem+json. */
function refuse(request: IncomingMessage, response: ServerResponse, error: AppError): void {
  const path = (request.url ?? "/").split("?", 1)[0] ?? "/";
  const id = newId("req");
  const { status, headers, body } = shapeAt(path)(error, {
    id,
    path,
    mediaType: mediaTypeOf(request.headers["content-type"]),
  });
  const bytes = bytesOf(body);
  response.writeHead(status, {
    "content-type": contentTypeOf(body),
    ...headers,
    "content-length": bytes.length,
    "cache-control": "no-store",
    "x-request-id": id,
  });
  response.end(bytes);
  finishBody(request);
}
