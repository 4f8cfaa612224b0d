export type SignInResult =
  | { kind: "ok" }
  | { kind: "failed" }
  | { kind: "rate_limited"; seconds: number }
  | { kind: "unavailable" };

/** The two calls of next-auth: its CSRF token, then the credentials. The reply sets the cookie. */
export async function signIn(email: string, password: string): Promise<SignInResult> {
  try {
    const csrfToken = textOf(await (await fetch("/api/auth/csrf")).json(), "csrfToken");
    const response = await fetch("/api/auth/callback/credentials", {
      method: "POST",
      headers: { "content-type": "application/x-www-form-urlencoded" },
      body: new URLSearchParams({ csrfToken, email, password, json: "true", callbackUrl: "/" }),
    });
    return readAnswer(response.ok, textOf(await response.json(), "url"));
  } catch {
    return { kind: "unavailable" };
  }
}

/** next-auth returns the error in the `error` of its redirect URL. */
export function readAnswer(ok: boolean, url: string): SignInResult {
  const error = URL.canParse(url, "http://own") ? new URL(url, "http://own").searchParams.get("error") : null;
  if (ok && !error) return { kind: "ok" };
  const seconds = /^RATE_LIMITED:(\d+)$/.exec(error ?? "")?.[1];
  if (seconds) return { kind: "rate_limited", seconds: Number(seconds) };
  return error === "UNAUTHENTICATED" || error === "CredentialsSignin"
    ? { kind: "failed" }
    : { kind: "unavailable" };
}

/** Checked without zod, for which this page's script budget has no room. */
function textOf(body: unknown, key: string): string {
  const value =
    typeof body === "object" && body !== null ? Object.entries(body).find(([name]) => name === key) : null;
  return typeof value?.[1] === "string" ? value[1] : "";
}
