import { env } from "@/lib/platform/env";
import { cookieOf } from "./cookie";
import { safeNextPath } from "./csrf";

/**
 * The purpose of a visit to a provider, recognised by the page to return to: an invite, the profile's list of linked
 * accounts, or a page that asked for confirmation.
 */
export type SsoIntent =
  | { kind: "sign-in"; inviteToken: string | null }
  | { kind: "link" }
  | { kind: "step-up"; page: string };

const LINK_PATH = "/settings/profile?linked";
const STEP_UP_PATH = "/step-up";

export function intentOfPath(path: string): SsoIntent {
  if (path === LINK_PATH) return { kind: "link" };
  const { pathname, searchParams } = new URL(path, "http://own");
  if (pathname === STEP_UP_PATH) return { kind: "step-up", page: safeNextPath(searchParams.get("page")) };
  return { kind: "sign-in", inviteToken: /^\/invite\/([\w-]{1,200})$/.exec(path)?.[1] ?? null };
}

/** next-auth keeps the address in its own cookie, set by the first form. */
export function intentOf(request: Request): SsoIntent {
  const { GWANJE_URL } = env();
  const prefix = GWANJE_URL.startsWith("https://") ? "__Secure-" : "";
  const cookie = cookieOf(request.headers.get("cookie"), `${prefix}next-auth.callback-url`) ?? "";
  return intentOfPath(ownPath(decodeURIComponentSafe(cookie), GWANJE_URL));
}

/** Accepts only pages of ours: no other host, no scheme, no backslash tricks. */
export function ownPath(url: string, baseUrl: string): string {
  const own = new URL(baseUrl).origin;
  return safeNextPath(url.startsWith(`${own}/`) ? url.slice(own.length) : url);
}

function decodeURIComponentSafe(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}
