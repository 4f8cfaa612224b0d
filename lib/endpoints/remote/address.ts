import type { AllowList } from "@/lib/platform/address";

/** Why no remote model is asked there, or null. Whether the host is inside this network is asked at each call, of what its name is then. */
export function remoteProblem(text: string, allow: AllowList): string | null {
  if (!URL.canParse(text)) return "is not a URL";
  const { protocol, hostname, username, password, hash, search } = new URL(text);
  if (protocol !== "https:" && protocol !== "http:") return "must begin with https://";
  if (username || password) return "may hold no user or password";
  if (hash || search) return "is the address in front of /v2, and ends there";
  const host = hostname.replace(/^\[|\]$/g, "");
  const isAllowed = allow.host(host) || allow.address(host);
  if (protocol === "http:" && !isAllowed)
    return "must begin with https://, unless an admin of this installation allows its host in GWANJE_FETCH_ALLOW";
  return null;
}
