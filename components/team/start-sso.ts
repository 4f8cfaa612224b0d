import { tellZone } from "@/lib/client/time-zones";

/**
 * The two calls of next-auth: its CSRF token, then the address of the provider's page. Uses fetch, because the content
 * security policy restricts forms to our pages. Returns false on failure, as when the provider is unreachable.
 */
export async function startSso(provider: string, callbackUrl: string): Promise<boolean> {
  // The zone of a new member.
  tellZone();
  try {
    const csrf: { csrfToken?: unknown } = await (await fetch("/api/auth/csrf")).json();
    const response = await fetch(`/api/auth/signin/${provider}`, {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken: String(csrf.csrfToken), callbackUrl, json: "true" }),
    });
    const { url }: { url?: unknown } = await response.json();
    if (!response.ok || typeof url !== "string") return false;
    if (isOwnError(url)) return false;
    window.location.assign(url);
    return true;
  } catch {
    return false;
  }
}

/** next-auth would redirect to our error page; the present page explains it better. */
function isOwnError(url: string): boolean {
  const { origin, searchParams } = new URL(url, window.location.origin);
  return origin === window.location.origin && searchParams.has("error");
}
