import type { IncomingMessage } from "node:http";
import { newId } from "@/lib/platform/ids";

const REQUEST_ID = /^[\w.:-]{8,100}$/;

/** The caller's own, where it is one that may stand in a log and a header. */
export function requestId(request: Pick<IncomingMessage, "headers">): string {
  const given = request.headers["x-request-id"];
  return typeof given === "string" && REQUEST_ID.test(given) ? given : newId("req");
}
