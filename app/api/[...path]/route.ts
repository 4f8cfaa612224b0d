import { deps } from "@/lib/http/deps";
import { problemResponse } from "@/lib/http/problem";
import { NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";

/** Unknown API paths return problem+json instead of the console's page. */
function missing(request: Request): Response {
  const path = new URL(request.url).pathname;
  return problemResponse(new NotFoundError("API path", path), { id: newId("req"), path, log: deps().log });
}

export { missing as DELETE, missing as GET, missing as PATCH, missing as POST, missing as PUT };
