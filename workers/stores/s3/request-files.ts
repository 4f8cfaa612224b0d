import { AsyncLocalStorage } from "node:async_hooks";
import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";
import type { Readable } from "node:stream";

const opened = new AsyncLocalStorage<Set<Readable>>();

/** Closes the files of a request when its response ends, also after "not modified". */
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
