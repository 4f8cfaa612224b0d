import { finished, type Readable, Transform } from "node:stream";
import type { FastifyReply, FastifyRequest } from "fastify";
import { countDataBytes } from "@/lib/metrics";
import { AppError, NotFoundError } from "@/lib/platform/errors";
import type { ObjectHead, ObjectStore } from "@/lib/platform/storage";
import { isNotModified, wantedRange } from "./conditional";
import type { Transfers } from "./transfers";

/** Whoever stops reading for so long is gone. */
const STALLED_MS = 120_000;
/** What tasks stored is never a page of ours: no script of it runs in our origin, whatever its type says. */
const INERT = "sandbox; default-src 'none'";

export type Sending = {
  storage: ObjectStore;
  transfers: Transfers;
  key: string;
  /** What is missing, for the 404. */
  name: { kind: string; id: string };
  /** Instead of the object's own; also how a preview widens the policy. */
  headers?: Readonly<Record<string, string>>;
};

/** GET or HEAD of one object: conditions, one range, and its bytes as fast as the client reads them. */
export async function sendObject(request: FastifyRequest, reply: FastifyReply, sending: Sending) {
  const { storage, key, name } = sending;
  const head = await storage.head(key);
  if (!head) throw new NotFoundError(name.kind, name.id);
  if (isNotModified(request.headers["if-none-match"], head.etag)) {
    return reply
      .code(304)
      .headers(head.etag ? { etag: head.etag } : {})
      .send();
  }
  const headers = { ...headersOf(head), ...sending.headers };
  if (request.method === "HEAD") return reply.headers(headers).send();
  const range = wantedRange(request.headers, head.etag);
  if (range !== undefined) assertSatisfiable(range, head.sizeBytes, reply);
  // Also where the client left while the store was asked.
  finished(reply.raw, sending.transfers.begin("out"));
  const found = await storage.get(key, range);
  if (!found) throw new NotFoundError(name.kind, name.id);
  if (range !== undefined && found.contentRange) {
    reply.code(206).header("content-range", found.contentRange);
  }
  // Node ends a connection whose time is up by itself, and takes the time away for the next request on it.
  reply.raw.socket?.setTimeout(STALLED_MS);
  return reply.headers({ ...headers, "content-length": String(found.sizeBytes) }).send(counted(found.body));
}

function headersOf(head: ObjectHead): Record<string, string> {
  return {
    "accept-ranges": "bytes",
    "cache-control": "private, no-cache",
    "content-disposition": "attachment",
    "content-length": String(head.sizeBytes),
    "content-security-policy": INERT,
    "content-type": head.contentType,
    "cross-origin-resource-policy": "same-origin",
    "x-content-type-options": "nosniff",
    ...(head.etag && { etag: head.etag }),
    ...(head.lastModified && { "last-modified": head.lastModified.toUTCString() }),
  };
}

/** Decided here, where the size is known, so that the answer can say it. */
function assertSatisfiable(range: string, sizeBytes: number, reply: FastifyReply): void {
  const first = /^bytes=(\d+)-/.exec(range)?.[1];
  const empty = sizeBytes === 0;
  if (!empty && (first === undefined || Number(first) < sizeBytes)) return;
  reply.header("content-range", `bytes */${sizeBytes}`);
  throw new AppError("RANGE_NOT_SATISFIABLE", `The range begins behind the end (${sizeBytes} bytes).`);
}

function counted(body: Readable): Readable {
  const meter = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      countDataBytes("out", chunk.length);
      done(null, chunk);
    },
  });
  body.once("error", (error) => meter.destroy(error));
  meter.once("close", () => body.destroy());
  return body.pipe(meter);
}

/** RFC 6266: any name by UTF-8, and an ASCII one for what is older. */
export function attachment(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const plain = name.replaceAll(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replaceAll(
    /['()*!]/g,
    (char) => `%${char.charCodeAt(0).toString(16)}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
