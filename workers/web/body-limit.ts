import type { IncomingMessage } from "node:http";
import { AUTH_BODY_BYTES, BODY_BYTES } from "@/lib/http/body";

/** What is left of a body that is too large is let go for so long, because closing at once would lose the answer. */
const LINGER_MS = 5_000;

/** Pages take no body at all; one of a form's size harms nobody. */
export function mostBodyBytes(target: string): number {
  return target.startsWith("/api/") && !target.startsWith("/api/auth/") ? BODY_BYTES : AUTH_BODY_BYTES;
}

/**
 * Counts a body while it comes, so that no reader behind can be made to keep more of it than `mostBytes` and one piece:
 * with that piece a reader sees that the limit is passed. What follows is dropped, is never taken for a complete body,
 * and ends the connection soon.
 */
export function limitBody(request: IncomingMessage, mostBytes: number, lingerMs = LINGER_MS): void {
  const keep: IncomingMessage["push"] = request.push.bind(request);
  let bytes = 0;
  request.push = (chunk: Buffer | null, encoding?: BufferEncoding) => {
    const isOver = bytes > mostBytes;
    bytes += chunk?.length ?? 0;
    if (bytes > mostBytes && !isOver) endSoon(request, lingerMs);
    return isOver || keep(chunk, encoding);
  };
}

function endSoon({ socket }: IncomingMessage, lingerMs: number): void {
  const cut = setTimeout(() => socket.destroy(), lingerMs);
  socket.once("close", () => clearTimeout(cut));
}
