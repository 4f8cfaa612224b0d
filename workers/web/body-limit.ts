import type { IncomingMessage } from "node:http";
import { AUTH_BODY_BYTES, BODY_BYTES } from "@/lib/http/body";

/** The rest of a body that is too large is dropped for this long, because closing at once would lose the reply. */
const LINGER_MS = 5_000;

/** Pages take no body; one of a form's size does no harm. */
export function mostBodyBytes(target: string): number {
  return target.startsWith("/api/") && !target.startsWith("/api/auth/") ? BODY_BYTES : AUTH_BODY_BYTES;
}

/**
 * Limits a body while it arrives: a reader gets at most `mostBytes` and one chunk more, by which it sees that the limit
 * is exceeded. The rest is dropped, the body never counts as complete, and the connection closes soon.
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
