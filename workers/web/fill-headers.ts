import type { ServerResponse } from "node:http";
import { ANSWER_HEADERS } from "@/lib/http/csp";

/** No answer of this port may be framed or guessed to be of another type: what sets no such header itself gets it. */
export function fillHeaders(response: ServerResponse): void {
  const writeHead = response.writeHead;
  Object.assign(response, {
    writeHead(...args: unknown[]): unknown {
      for (const [name, value] of Object.entries(ANSWER_HEADERS))
        if (!response.hasHeader(name)) response.setHeader(name, value);
      // Headers that are passed along here replace those.
      return Reflect.apply(writeHead, response, args);
    },
  });
}
