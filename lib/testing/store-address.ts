import type { NetConnectOpts } from "node:net";

/** The address in a store's URL: a socket (PostgreSQL's in the folder `host`, Redis's at `path`), or host and port. */
export function addressOf(storeUrl: string): NetConnectOpts {
  const { searchParams, port, hostname } = new URL(storeUrl);
  const folder = searchParams.get("host");
  const path = folder ? `${folder}/.s.PGSQL.${port}` : searchParams.get("path");
  return path ? { path } : { port: Number(port), host: hostname };
}

/** The same store through a local port. */
export function atPort(storeUrl: string, port: number): string {
  const url = new URL(storeUrl);
  for (const name of ["host", "path"]) url.searchParams.delete(name);
  url.hostname = "127.0.0.1";
  url.port = String(port);
  return url.href;
}
