/** Without zod, for pages. Tasks that name no pool run in this one. */
export const DEFAULT_POOL = "default_pool";
export const CONNECTION_TYPES = ["postgres", "http"] as const;

/** TLS of a Postgres connection by libpq's modes; without one it is not encrypted, as libpq's default falls back to. */
export function tlsOf(mode: unknown): false | { rejectUnauthorized: boolean } {
  if (mode === "verify-full" || mode === "verify-ca") return { rejectUnauthorized: true };
  return mode === "require" ? { rejectUnauthorized: false } : false;
}
