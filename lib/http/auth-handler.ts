import NextAuth from "next-auth";
import { recordAudit } from "@/lib/audit";
import { type Ctx, systemCtx } from "@/lib/platform/context";
import { env, tellNextAuth } from "@/lib/platform/env";
import { NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { clientIp } from "./authenticate";
import { AUTH_BODY_BYTES, readText } from "./body";
import { deps } from "./deps";
import { authOptions } from "./next-auth";
import { problemResponse } from "./problem";
import { intentOf } from "./sso-intent";
import { failStepUp, sessionCtx, stepUpParameters } from "./step-up-round";
import { tellUntrustedProxy } from "./untrusted-proxy";

/** lib/team has already recorded refusals that have this name in the sign-in page's URL. */
const RECORDED = "sso";
/** Parameter with the outcome on the page of a person who confirmed their identity. */
const STEP_UP_RECORDED = "step_up";

/**
 * next-auth behind a Request, with exactly the cookies, query and body that it needs, so that it works the same in the
 * server and in tests. A protocol failure (wrong state, expired code, invalid token) is an audit row.
 */
export async function handleAuth(request: Request, segments: readonly string[]): Promise<Response> {
  try {
    return await answerAuth(request, segments);
  } catch (error) {
    const path = new URL(request.url).pathname;
    return problemResponse(error, { id: newId("req"), path, log: deps().log });
  }
}

async function answerAuth(request: Request, segments: readonly string[]): Promise<Response> {
  const url = new URL(request.url);
  const [action = "", providerId = ""] = segments;
  // next-auth's client reports errors here. We do not use that client, and strangers must not write into our log.
  if (action === "_log") throw new NotFoundError("API path", url.pathname);
  tellNextAuth(env().GWANJE_URL);
  tellUntrustedProxy(deps().log, request.headers, env().GWANJE_TRUST_PROXY);
  const answer = new Answer();
  const ctx: Ctx = {
    ...systemCtx(deps(), "sign-in"),
    ip: clientIp(request.headers, env().GWANJE_TRUST_PROXY),
  };
  const body = request.method === "POST" ? await formOf(request) : undefined;
  // next-auth passes the query of a sign-in on to the provider, so nothing from the request goes in.
  const query =
    action === "signin"
      ? await stepUpParameters(ctx, request, { provider: providerId, callbackUrl: body?.callbackUrl })
      : Object.fromEntries(url.searchParams);
  const call = {
    method: request.method,
    query: { ...query, nextauth: [...segments] },
    body,
    cookies: cookiesOf(request.headers.get("cookie")),
    headers: Object.fromEntries(request.headers),
  };
  await runNextAuth(call, answer, request);
  const response = answer.toResponse();
  return action === "callback" && providerId !== "credentials"
    ? tellFailure(ctx, request, { provider: providerId, response })
    : response;
}

/** A protocol failure is an audit row. A person who was confirming their identity sees it on the page they came from. */
async function tellFailure(
  ctx: Ctx,
  request: Request,
  { provider, response }: { provider: string; response: Response },
): Promise<Response> {
  const location = response.headers.get("location") ?? "";
  const target = URL.canParse(location, env().GWANJE_URL) ? new URL(location, env().GWANJE_URL) : null;
  const reason = target?.searchParams.get("error");
  const intent = intentOf(request);
  if (intent.kind === "step-up") {
    if (!reason || target?.searchParams.has(STEP_UP_RECORDED)) return response;
    const session = await sessionCtx(ctx, request);
    if (session) {
      const page = await failStepUp(session, { provider, page: intent.page, reason });
      response.headers.set("location", `${env().GWANJE_URL}${page}`);
      return response;
    }
  }
  if (!reason || target?.searchParams.has(RECORDED)) return response;
  const entry = { target: { type: "identity", id: provider }, detail: { method: provider, reason } };
  await recordAudit(ctx.db.prisma, ctx, "session.sign_in", entry, "failed");
  return response;
}

async function formOf(request: Request): Promise<Record<string, string>> {
  return Object.fromEntries(new URLSearchParams(await readText(request, AUTH_BODY_BYTES)));
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

/** The guarantee: next-auth uses only these members of a request and a response; tests run it for real. */
async function runNextAuth(call: object, answer: Answer, request: Request): Promise<void> {
  const handler = NextAuth(authOptions(request)) as (call: object, answer: Answer) => Promise<void>;
  await handler(call, answer);
}
