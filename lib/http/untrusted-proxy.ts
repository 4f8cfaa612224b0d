import type { Logger } from "@/lib/platform/logger";

/**
 * Behind a proxy that is not trusted all callers have one address: the failures of one are counted against all. Where no
 * proxy has set the header, Next fills it with the address of the socket.
 */
export function comesThroughUntrusted(headers: Headers, trustedProxies: number): boolean {
  const forwarded = headers.get("x-forwarded-for");
  return trustedProxies === 0 && forwarded !== null && forwarded !== headers.get("x-gwanje-peer");
}

let isTold = false;

/** Said once a process: anybody may send the header, and it is a hint and no more. */
export function tellUntrustedProxy(log: Logger, headers: Headers, trustedProxies: number): void {
  if (isTold || !comesThroughUntrusted(headers, trustedProxies)) return;
  isTold = true;
  log.warn(
    "a sign-in came with X-Forwarded-For, which GWANJE_TRUST_PROXY=0 does not believe: behind a proxy everybody has the proxy's address and shares its limits on failed sign-ins; set it to the number of proxies in front",
  );
}
