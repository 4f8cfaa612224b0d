/**
 * Corrects s3rver, which accepts unsigned requests, does not check version 4 signatures, reads "the last N bytes" as
 * "the first N + 1", cannot abort a multipart upload, and fails on the second page of a listing.
 */
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { DiskStore } from "./disk-store";
import { answerList } from "./list-request";
import { errorXml } from "./s3-error";
import { type KeyPair, verifySignature } from "./sigv4";

const MESSAGES = {
  AccessDenied: "Sign the request (AWS Signature Version 4).",
  InvalidAccessKeyId: "The access key id is not known here.",
  SignatureDoesNotMatch: "The signature does not match; check the secret key.",
  RequestTimeTooSkewed: "The request is too old, or the clocks differ by more than 15 minutes.",
} as const;

export function gate(store: DiskStore, keys: KeyPair, next: RequestListener): RequestListener {
  return (request, response) => {
    const verdict = verifySignature(
      { method: request.method ?? "GET", url: request.url ?? "/", headers: request.headers },
      keys,
      new Date(),
    );
    if (verdict !== "ok") return refuse(response, 403, verdict, MESSAGES[verdict]);
    pass(store, request, response, next).catch((error: unknown) => {
      const status = error instanceof Error && "status" in error ? Number(error.status) : 500;
      const code = error instanceof Error && "code" in error ? String(error.code) : "InternalError";
      refuse(response, status, code, status === 500 ? "The store failed." : String((error as Error).message));
    });
  };
}

async function pass(
  store: DiskStore,
  request: IncomingMessage,
  response: ServerResponse,
  next: RequestListener,
) {
  const url = new URL(request.url ?? "/", "http://s3");
  const [bucket = "", ...rest] = url.pathname.slice(1).split("/").map(decodeURIComponent);
  const key = rest.join("/");
  const uploadId = url.searchParams.get("uploadId");
  if (request.method === "DELETE" && uploadId) {
    await store.abortUpload(bucket, uploadId);
    response.writeHead(204).end();
    return;
  }
  const isPlainList = request.method === "GET" && key === "" && url.searchParams.get("list-type") === "2";
  if (isPlainList && (await store.getBucket(bucket))) {
    const body = await answerList(store, bucket, url.searchParams);
    response.writeHead(200, { "content-type": "application/xml" }).end(body);
    return;
  }
  const suffix = /^bytes=-(\d+)$/.exec(request.headers.range ?? "")?.[1];
  if (suffix && key) {
    const size = (await store.statObject(bucket, key))?.sizeBytes ?? 0;
    request.headers.range = `bytes=${Math.max(0, size - Number(suffix))}-${Math.max(0, size - 1)}`;
  }
  // The signature was checked here, so s3rver's incomplete check is skipped.
  next(request, response);
}

function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  if (response.headersSent) {
    response.destroy();
    return;
  }
  // The body was not read, so the connection cannot be reused.
  response
    .writeHead(status, { "content-type": "application/xml", connection: "close" })
    .end(errorXml(code, message));
}
