import type { ServerResponse } from "node:http";
import { ANSWER_HEADERS } from "@/lib/http/csp";

/** Every reply of this port forbids framing and type sniffing, unless it sets the headers itself. */
export function fillHeaders(response: ServerResponse): void {
  const writeHead = response.writeHead;
  Object.assign(response, {
    writeHead(...args: unknown[]): unknown {
      for (const [name, value] of Object.entries(ANSWER_HEADERS))
        if (!response.hasHeader(name)) response.setHeader(name, value);
      // Headers passed to writeHead replace those.
      return Reflect.apply(writeHead, response, args);
    },
  });
}
