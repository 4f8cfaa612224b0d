import { AppError } from "@/lib/platform/errors";

const METHODS = new Set(["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]);

/**
 * What is refused before any router sees it, because routers answer it with an error of theirs or a redirect: methods
 * that no route has (TRACE), a target that is no path of this server (`*`, `http://elsewhere/`), and a path whose
 * escapes are no UTF-8. Null for an ordinary request.
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
