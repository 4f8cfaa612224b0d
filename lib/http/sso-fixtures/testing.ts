import type { Deps } from "@/lib/platform/context";
import { resolveSession, type SessionUser } from "@/lib/team";
import { TestBrowser } from "@/lib/testing/browser";
import { handleAuth } from "../auth-handler";
import { readSessionCookie, sessionCookieName } from "../cookie";

export const OWN = "http://localhost:3000";

/** Settings of an installation whose people sign in at this issuer. */
export const signInAt = (issuer: { url: string }, client: { id: string; secret: string }) => ({
  GWANJE_URL: OWN,
  OIDC_ISSUER: issuer.url,
  OIDC_CLIENT_ID: client.id,
  OIDC_CLIENT_SECRET: client.secret,
  GWANJE_SSO_ALLOWED_DOMAINS: "allowed.example",
});

export function newBrowser(): TestBrowser {
  return new TestBrowser(OWN, (request) =>
    handleAuth(request, new URL(request.url).pathname.split("/").slice(3)),
  );
}

/** Presses the provider's button on the sign-in page; gives where the browser is sent. */
export async function begin(
  browser: TestBrowser,
  provider: string,
  callbackUrl = "/pipelines",
): Promise<string> {
  const csrf = await browser.fetch(`${OWN}/api/auth/csrf`);
  const { csrfToken } = (await csrf.json()) as { csrfToken: string };
  const begun = await browser.fetch(`${OWN}/api/auth/signin/${provider}`, {
    method: "POST",
    headers: { "content-type": "application/x-www-form-urlencoded" },
    body: new URLSearchParams({ csrfToken, callbackUrl }).toString(),
  });
  return new URL(begun.headers.get("location") ?? "", OWN).href;
}

/** Chooses a person at the issuer, if it asks; gives the page of ours that it sends the browser back to. */
export async function atIssuer(browser: TestBrowser, authorize: string, id: string): Promise<string> {
  const isOurs = (url: string) => url.startsWith(`${OWN}/api/auth/callback/oidc`);
  const chooser = await browser.follow(authorize, (url) => url.includes("/interaction/") || isOurs(url));
  return isOurs(chooser) ? chooser : browser.follow(`${chooser}/as/${id}`, isOurs);
}

export type CameBack = { path: string; error: string | null; user: SessionUser | null };

/** Opens our callback page with what the provider sent; tells where that leads and who is signed in then. */
export async function comeBack(deps: Deps, browser: TestBrowser, callback: string): Promise<CameBack> {
  const response = await browser.fetch(callback);
  const location = new URL(response.headers.get("location") ?? "", OWN);
  const cookie = browser.cookie(sessionCookieName(OWN));
  const ref = cookie ? await readSessionCookie(deps.secret, cookie) : null;
  return {
    path: location.pathname + location.search,
    error: location.searchParams.get("error"),
    user: ref && (await resolveSession(deps, ref)),
  };
}
