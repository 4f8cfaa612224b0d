import { tellZone } from "@/lib/client/time-zones";

/**
 * next-auth's own two calls: its double-submit token, then where the provider's page is. By fetch and not by a form,
 * because the content security policy lets forms lead to pages of ours only. False when it did not work: the provider cannot be reached.
 */
export async function startSso(provider: string, callbackUrl: string): Promise<boolean> {
  // Who joins through the provider is in this zone.
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

/** Our own page that would say so; the page one is on says it better. */
function isOwnError(url: string): boolean {
  const { origin, searchParams } = new URL(url, window.location.origin);
  return origin === window.location.origin && searchParams.has("error");
}
