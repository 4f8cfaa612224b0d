import { AppError } from "@/lib/platform/errors";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * Refuses requests that routers would answer with their own error or a redirect: unknown methods (TRACE), a target that
 * is no path (`*`, `http://elsewhere/`), and invalid UTF-8 in escapes. Null for an ordinary request.
 */
export function refusalOf(method: string, target: string): AppError | null {
  if (!METHODS.has(method))
    return new AppError("METHOD_NOT_ALLOWED", `There is no route for the method ${method.slice(0, 20)}.`);
  if (!target.startsWith("/"))
    return new AppError("BAD_REQUEST", "The request's target must be a path that begins with /.");
  if (!isDecodable(target.split("?", 1)[0] ?? ""))
    return new AppError("BAD_REQUEST", "The path holds escapes (%) that are no UTF-8 text.");
  return null;
}

function isDecodable(path: string): boolean {
  try {
    decodeURIComponent(path);
    return true;
  } catch {
    return false;
  }
}
