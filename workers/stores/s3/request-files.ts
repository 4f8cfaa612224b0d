import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Readable } from "node:stream";

const opened = new AsyncLocalStorage<Set<Readable>>();

/** A file opened for this request is closed when its response ends, also when the answer turned out to be "not modified". */
export function ownToRequest(content: Readable): void {
  opened.getStore()?.add(content);
}

export function closingFiles(handler: RequestListener): RequestListener {
  return (request: IncomingMessage, response: ServerResponse) => {
    const files = new Set<Readable>();
    response.once("close", () => {
      for (const file of files) file.destroy();
    });
    opened.run(files, () => handler(request, response));
  };
}
