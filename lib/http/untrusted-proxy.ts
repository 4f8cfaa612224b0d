import type { Logger } from "@/lib/platform/logger";

/**
 * Behind an untrusted proxy all callers share one address, so failures of one limit all. Without a proxy's header, Next
 * fills in the socket's address.
 */
export function comesThroughUntrusted(headers: Headers, trustedProxies: number): boolean {
  const forwarded = headers.get("x-forwarded-for");
  return trustedProxies === 0 && forwarded !== null && forwarded !== headers.get("x-gwanje-peer");
}

let isTold = false;

/** Logged once for each process, because anybody can send the header. */
export function tellUntrustedProxy(log: Logger, headers: Headers, trustedProxies: number): void {
  if (isTold || !comesThroughUntrusted(headers, trustedProxies)) return;
  isTold = true;
  log.warn(
    "a sign-in came with X-Forwarded-For, which GWANJE_TRUST_PROXY=0 does not believe: behind a proxy everybody has the proxy's address and shares its limits on failed sign-ins; set it to the number of proxies in front",
  );
}
