import type { Http2ServerRequest } from "node:http2";
import type { Permission } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { callerBy, ipOf } from "../../authenticate";
import { permitted } from "../../perform";
import type { Plane } from "../../plane";

/** What a method needs. One that is not there needs a caller who may read, and is refused afterwards. */
const WRITING: ReadonlyMap<string, Permission> = new Map([
  ["/GrpcFeatureServer/Push", "features:write"],
  ["/GrpcFeatureServer/WriteToOnlineStore", "features:write"],
]);

/** Who calls and what they may, before the message is read. Throws as the same calls over HTTP do. */
export async function admit(plane: Plane, request: Http2ServerRequest, requestId: string): Promise<Ctx> {
  // Whatever a client sends under this name is replaced by the socket's own address.
  request.headers["x-gwanje-peer"] = request.socket.remoteAddress ?? "";
  const ip = ipOf(request);
  const actor = await callerBy(["token", "attempt"], plane, request);
  const scope = WRITING.get(request.url) ?? "features:read";
  const ctx = { ...plane.deps, requestId, ip, actor };
  return permitted(ctx, scope, { orAttempt: true, reads: scope === "features:read" });
}
