import { type NextRequest, NextResponse } from "next/server";
import { contentSecurityPolicy, SECURITY_HEADERS } from "@/lib/http/csp";

/** Runs before every page: sets a fresh nonce, the policy with it, and security headers. */
export function proxy(request: NextRequest): NextResponse {
  const nonce = btoa(crypto.randomUUID());
  const https = (request.headers.get("x-forwarded-proto") ?? request.nextUrl.protocol).startsWith("https");
  // A constant of the build, because only the development bundle evaluates code.
  const dev = process.env.NODE_ENV === "development";
  const policy = contentSecurityPolicy(nonce, { dev, https });

  const headers = new Headers(request.headers);
  headers.set("x-nonce", nonce);
  headers.set("x-gwanje-path", request.nextUrl.pathname + request.nextUrl.search);
  headers.set("content-security-policy", policy);
  const response = NextResponse.next({ request: { headers } });
  response.headers.set("content-security-policy", policy);
  for (const [name, value] of Object.entries(SECURITY_HEADERS)) response.headers.set(name, value);
  if (https) response.headers.set("strict-transport-security", "max-age=31536000");
  return response;
}

export const config = { matcher: ["/((?!api/|_next/static|_next/image|favicon|icon).*)"] };
