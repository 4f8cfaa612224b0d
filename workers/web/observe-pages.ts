import type { IncomingMessage, ServerResponse } from "node:http";
import { type CallerNote, callerNotes } from "@/lib/http/caller-note";
import type { Logger } from "@/lib/platform/logger";
import { accessFields, accessLevel, askedBy } from "../listener/access";
import { requestId } from "../listener/request-id";

type Handler = (request: IncomingMessage, response: ServerResponse) => void;

/** One log line for each request that Next answers, with the id that its errors and audit rows have too. */
export function observePages(log: Logger, routeOf: (path: string) => string, pages: Handler): Handler {
  return (request, response) => {
    const id = requestId(request);
    request.headers["x-request-id"] = id;
    const asked = askedBy(request);
    const [path = "/"] = asked.url.split("?", 1);
    const note: CallerNote = { actor: null };
    const startedAt = performance.now();
    response.once("close", () => {
      const known = { id, route: routeOf(path), actor: note.actor, ms: performance.now() - startedAt };
      log[accessLevel(path, response.statusCode)](accessFields(asked, response, known), "request");
    });
    callerNotes().run(note, () => pages(request, response));
  };
}
