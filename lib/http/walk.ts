/** For tests that walk all routes of the control plane. */
import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import { isRouteHandler, type RouteHandler } from "./route";

const METHODS = ["GET", "POST", "PUT", "PATCH", "DELETE"] as const;
type Walked = { name: string; file: string; method: string; handler: RouteHandler };

/** All handlers of the files below app/api/v1. */
export async function apiRoutes(): Promise<Walked[]> {
  const files = readdirSync(join(process.cwd(), "app/api/v1"), { recursive: true, encoding: "utf8" })
    .filter((file) => basename(file) === "route.ts")
    .map((file) => `app/api/v1/${file}`)
    .sort();
  const found = await Promise.all(
    files.map(async (file) => {
      const exports: Record<string, unknown> = await import(join(process.cwd(), file));
      return METHODS.filter((method) => method in exports).map((method) => {
        const handler = exports[method];
        if (!isRouteHandler(handler)) throw new Error(`${method} of ${file} is no declared route`);
        return { name: `${method} ${file}`, file, method, handler };
      });
    }),
  );
  return found.flat();
}

/** Calls a handler; `param` returns each path parameter. A stream is read up to its head, or until `until`. */
export function callRoute(
  handler: RouteHandler,
  given: {
    headers?: Record<string, string>;
    param?: (name: string) => string | string[];
    query?: string;
    body?: string;
    until?: AbortSignal;
  } = {},
): Promise<Response> {
  const { method, path } = handler.declaration;
  const param = given.param ?? (() => "does-not-exist");
  const names = [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? "");
  const params = Object.fromEntries(names.map((name) => [name, param(name)]));
  const address = path.replaceAll(/\{(\w+)\}/g, (_, name: string) =>
    [param(name)].flat().map(encodeURIComponent).join("/"),
  );
  const json = method === "GET" ? {} : { "content-type": "application/json" };
  const abort = new AbortController();
  const request = new Request(`http://localhost:3000${address}${given.query ? `?${given.query}` : ""}`, {
    method,
    headers: { host: "localhost:3000", ...json, ...given.headers },
    ...(method === "GET" || method === "DELETE" ? {} : { body: given.body ?? "{}" }),
    signal: given.until ?? abort.signal,
  });
  return handler(request, { params: Promise.resolve(params) }).finally(() => abort.abort());
}
