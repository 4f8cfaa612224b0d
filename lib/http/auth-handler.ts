import NextAuth from "next-auth";
import { recordAudit } from "@/lib/audit";
import { systemCtx } from "@/lib/platform/context";
import { env, tellNextAuth } from "@/lib/platform/env";
import { clientIp } from "./authenticate";
import { deps } from "./deps";
import { authOptions } from "./next-auth";

const MAX_BODY_BYTES = 16_384;
/** Refusals that lib/team has recorded already carry this name in the sign-in page's URL. */
const RECORDED = "sso";

/**
 * next-auth behind a Request: it is given exactly the cookies, query and body that it needs, so that it runs the same
 * in the server and in tests. A protocol failure (a wrong state, an expired code, a token that does not verify) leaves
 * an audit row.
 */
export async function handleAuth(request: Request, segments: readonly string[]): Promise<Response> {
  const url = new URL(request.url);
  const [action = "", providerId = ""] = segments;
  tellNextAuth(env().GWANJE_URL);
  const answer = new Answer();
  // Whatever is in the query of a sign-in would become a parameter at the provider.
  const query = action === "signin" ? {} : Object.fromEntries(url.searchParams);
  const call = {
    method: request.method,
    query: { ...query, nextauth: [...segments] },
    body: request.method === "POST" ? await formOf(request) : undefined,
    cookies: cookiesOf(request.headers.get("cookie")),
    headers: Object.fromEntries(request.headers),
  };
  await runNextAuth(call, answer, request);
  const response = answer.toResponse();
  if (action === "callback" && providerId !== "credentials")
    await recordFailure(request, providerId, response);
  return response;
}

async function recordFailure(request: Request, providerId: string, response: Response): Promise<void> {
  const location = response.headers.get("location") ?? "";
  const target = URL.canParse(location, env().GWANJE_URL) ? new URL(location, env().GWANJE_URL) : null;
  const error = target?.searchParams.get("error");
  if (!error || target?.searchParams.has(RECORDED)) return;
  const ctx = {
    ...systemCtx(deps(), "sign-in"),
    ip: clientIp(request.headers, env().GWANJE_TRUST_PROXY),
  };
  const entry = {
    target: { type: "identity", id: providerId },
    detail: { method: providerId, reason: error },
  };
  await recordAudit(ctx.db.prisma, ctx, "session.sign_in", entry, "failed");
}

async function formOf(request: Request): Promise<Record<string, string>> {
  const text = await request.text();
  if (text.length > MAX_BODY_BYTES) return {};
  return Object.fromEntries(new URLSearchParams(text));
}

function cookiesOf(header: string | null): Record<string, string> {
  const pairs = (header ?? "").split(";").map((part) => part.trim());
  return Object.fromEntries(
    pairs.flatMap((pair): [string, string][] => {
      const at = pair.indexOf("=");
      return at > 0 ? [[pair.slice(0, at), decoded(pair.slice(at + 1))]] : [];
    }),
  );
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** The part of a Node response that next-auth writes to. */
class Answer {
  private code = 200;
  private readonly fields = new Headers();
  private body: string | null = null;

  status(code: number): this {
    this.code = code;
    return this;
  }
  getHeader(name: string): string | string[] | null {
    return name.toLowerCase() === "set-cookie" ? this.fields.getSetCookie() : this.fields.get(name);
  }
  setHeader(name: string, value: string | string[]): this {
    this.fields.delete(name);
    for (const one of Array.isArray(value) ? value : [value]) this.fields.append(name, one);
    return this;
  }
  json(value: unknown): void {
    this.setHeader("content-type", "application/json");
    this.body = JSON.stringify(value);
  }
  send(value: unknown): void {
    if (typeof value === "string") this.body = value;
    else if (value !== undefined) this.json(value);
  }
  end(): void {}
  toResponse(): Response {
    this.fields.set("cache-control", "no-store");
    const wait = /[?&]error=RATE_LIMITED(?:%3A|:)(\d+)/.exec(this.body ?? "")?.[1];
    if (wait) {
      this.code = 429;
      this.fields.set("retry-after", wait);
    }
    return new Response(this.body, { status: this.code, headers: this.fields });
  }
}

/** The guarantee: next-auth reads of a call and writes to an answer only what the two above have; tests run it for real. */
async function runNextAuth(call: object, answer: Answer, request: Request): Promise<void> {
  const handler = NextAuth(authOptions(request)) as (call: object, answer: Answer) => Promise<void>;
  await handler(call, answer);
}
