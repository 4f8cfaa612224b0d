import {
  constants,
  createServer,
  type Http2Server,
  type Http2ServerRequest,
  type Http2ServerResponse,
} from "node:http2";
import type { AddressInfo } from "node:net";
import { type ConnectError, createContextValues } from "@connectrpc/connect";
import { connectNodeAdapter } from "@connectrpc/connect-node";
import { observeRequest } from "@/lib/metrics";
import type { Ctx } from "@/lib/platform/context";
import { MAX_HEADER_BYTES } from "../../../listener/door";
import { requestId } from "../../../listener/request-id";
import { countInFlight } from "../../in-flight";
import type { Plane } from "../../plane";
import { admit } from "./admit";
import { grpcError } from "./errors";
import { CALLER, featureServices } from "./services";

/** A thousand rows of the longest keys. Parsed, a message takes many times its bytes. */
const MESSAGE_BYTES = 2 * 1024 * 1024;
const IN_FLIGHT = 64;
const STREAMS = 128;
/** A connection on which nothing is asked for so long is closed; clients open another. */
const IDLE_MS = 300_000;
/** A call whose message does not come, or whose answer is not read, ends; the work itself ends earlier. */
const DEADLINE_MS = 60_000;
const METHODS: ReadonlySet<string> = new Set([
  "/feast.serving.ServingService/GetFeastServingInfo",
  "/feast.serving.ServingService/GetOnlineFeatures",
  "/GrpcFeatureServer/GetOnlineFeatures",
  "/GrpcFeatureServer/Push",
  "/GrpcFeatureServer/WriteToOnlineStore",
]);

export type GrpcListener = { port: number; close(): Promise<void> };

/** Feast's gRPC services on a port of their own. Port 0 is any that is free. */
export async function listenForGrpc(plane: Plane, port: number): Promise<GrpcListener> {
  const server = createFeatureServer(plane);
  const sessions = new Set<{ close(): void }>();
  server.on("session", (session) => {
    sessions.add(session);
    session.setTimeout(IDLE_MS, () => session.close());
    session.once("close", () => sessions.delete(session));
    session.on("error", () => {});
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  // The guarantee: a server that listens on a port has such an address.
  const address = server.address() as AddressInfo;
  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      // Calls that are under way are answered; new ones go to another connection.
      for (const session of sessions) session.close();
    });
  return { port: address.port, close };
}

function createFeatureServer(plane: Plane): Http2Server {
  const inFlight = countInFlight("gRPC", IN_FLIGHT, plane.draining);
  const callers = new WeakMap<object, Ctx>();
  const answer = connectNodeAdapter({
    routes: featureServices,
    grpc: true,
    grpcWeb: false,
    connect: false,
    // A compressed message could be a thousand times as large.
    acceptCompression: [],
    readMaxBytes: MESSAGE_BYTES,
    contextValues: (request) => createContextValues().set(CALLER, callers.get(request) ?? null),
  });
  const settings = { maxConcurrentStreams: STREAMS, maxHeaderListSize: MAX_HEADER_BYTES };
  return createServer({ settings }, async (request, response) => {
    const id = requestId(request);
    observe(plane, request, response, id);
    try {
      const leave = inFlight.enter(response.stream);
      const cut = setTimeout(() => request.stream.close(constants.NGHTTP2_CANCEL), DEADLINE_MS);
      request.stream.once("close", () => {
        clearTimeout(cut);
        leave();
      });
      callers.set(request, await admit(plane, request, id));
    } catch (error) {
      return refuse(response, grpcError(error, { log: plane.deps.log, requestId: id }));
    }
    answer(request, response);
  });
}

/** An answer without a message: the status is in its headers, and the request's message is not read. */
function refuse(response: Http2ServerResponse, { code, rawMessage }: ConnectError): void {
  const { stream } = response;
  if (stream.destroyed) return;
  // The headers have to be the end: clients do not look for a status in headers that an empty message follows.
  const headers = {
    ":status": 200,
    "content-type": "application/grpc",
    "grpc-status": String(code),
    "grpc-message": encodeURIComponent(rawMessage),
  };
  stream.respond(headers, { endStream: true });
}

/** Numbers and one log line for each call, as over HTTP. */
function observe(
  { deps }: Plane,
  request: Http2ServerRequest,
  response: Http2ServerResponse,
  id: string,
): void {
  const began = performance.now();
  const { url: path, method } = request;
  request.stream.once("close", () => {
    const route = METHODS.has(path) ? path : "unknown";
    const ms = performance.now() - began;
    const status = response.statusCode;
    observeRequest({ method, route, status, ms });
    deps.log.info({ request_id: id, method, route, status, ms: Math.round(ms), protocol: "grpc" }, "request");
  });
}
