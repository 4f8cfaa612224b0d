import type { AllowList } from "@/lib/platform/address";

/** Why no webhook goes there, or null. Whether the host is inside this network is asked at each delivery, of what its name is then. */
export function addressProblem(text: string, allow: AllowList): string | null {
  if (!URL.canParse(text)) return "is not a URL";
  const { protocol, hostname, username, password, hash } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") return "must begin with https://";
  if (username || password) return "may hold no user or password; the signature says who sends";
  if (hash) return "may hold no fragment";
  const host = hostname.replace(/^\[|\]$/g, "");
  const isOwn = allow.host(host) || allow.address(host);
  if (protocol === "http:" && !isOwn) return "must begin with https://, so that nobody on the way reads it";
  return null;
}
