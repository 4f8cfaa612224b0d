import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import * as z from "zod";
import { type Ctx, systemCtx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import {
  resolveSession,
  revokeSessions,
  type SessionRef,
  type StepUpProof,
  sessionActor,
  signInWithIdentity,
  signInWithPassword,
} from "@/lib/team";
import { clientIp } from "./authenticate";
import { browserOf } from "./browser";
import { authSecret, cookieOf, readSessionCookie, sessionCookieName } from "./cookie";
import { deps } from "./deps";
import { passwordPolicy } from "./password-policy";
import { intentOf, ownPath } from "./sso-intent";
import { githubIdentity, nextAuthProviders, oidcAuthTime, oidcIdentity, ssoPolicy } from "./sso-providers";
import { endStepUp } from "./step-up-round";

const Ref = z.object({ sid: z.string(), sv: z.number() });
const MAX_AGE_SECONDS = 30 * 24 * 3_600;

/**
 * next-auth implements the protocols and keeps a session's id in an encrypted cookie; lib/team decides who may sign in.
 * `request` is the present call.
 */
export function authOptions(request: Request): NextAuthOptions {
  const settings = env();
  const ip = clientIp(request.headers, settings.GWANJE_TRUST_PROXY);
  const ctx: Ctx = { ...systemCtx(deps(), "sign-in"), ip };
  return {
    secret: authSecret(deps().secret),
    session: { strategy: "jwt", maxAge: MAX_AGE_SECONDS },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        authorize: (credentials) => passwordDoor(ctx, request, credentials),
      }),
      ...nextAuthProviders(settings),
    ],
    callbacks: {
      async signIn({ user, account, profile }) {
        if (account?.type !== "oauth") return true;
        const came = await identityDoor(ctx, request, account.provider, profile);
        if (typeof came === "string") return `${settings.GWANJE_URL}${came}`;
        Object.assign(user, came);
        return true;
      },
      jwt({ token, user }) {
        const ref = Ref.safeParse(user ?? token);
        return ref.success ? { sid: ref.data.sid, sv: ref.data.sv } : {};
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) => baseUrl + ownPath(url, baseUrl),
    },
    events: {
      async signOut({ token }) {
        const ref = Ref.safeParse(token);
        const user = ref.success ? await resolveSession(deps(), ref.data) : null;
        if (user) await revokeSessions({ ...ctx, actor: sessionActor(user) }, { id: user.sid });
      },
    },
    // A provider's reply may have tokens, so only the kind of failure and its message are logged.
    logger: {
      error: (code, about) => ctx.log.warn({ code, cause: causeOf(about) }, "sign-in failed at the provider"),
      warn: () => {},
      debug: () => {},
    },
  };
}

async function passwordDoor(
  ctx: Ctx,
  request: Request,
  credentials: Record<"email" | "password", string> | undefined,
): Promise<SessionRef & { id: string }> {
  try {
    const { userId, sid, sv } = await signInWithPassword(ctx, {
      email: credentials?.email ?? "",
      password: credentials?.password ?? "",
      userAgent: request.headers.get("user-agent"),
      passwords: passwordPolicy(),
    });
    return { id: userId, sid, sv };
  } catch (error) {
    // next-auth puts a thrown message into the URL; ours have no secrets.
    if (!(error instanceof AppError)) throw error;
    throw new Error(
      error.code === "RATE_LIMITED" ? `RATE_LIMITED:${error.extra.retryAfterSeconds ?? 60}` : error.code,
    );
  }
}

/** The started or kept session; else the page that explains the refusal, or on which the present session continues. */
async function identityDoor(
  ctx: Ctx,
  request: Request,
  provider: string,
  profile: unknown,
): Promise<SessionRef | `/${string}`> {
  const settings = env();
  const identity = provider === "github" ? githubIdentity(profile) : oidcIdentity(profile, settings);
  const intent = intentOf(request);
  if (intent.kind === "step-up") {
    const proof: StepUpProof =
      provider === "github" ? { kind: "round" } : { kind: "dated", at: oidcAuthTime(profile) };
    return endStepUp(ctx, request, { provider, identity, proof, page: intent.page });
  }
  const linking = intent.kind === "link";
  const cookie = cookieOf(request.headers.get("cookie"), sessionCookieName(settings.GWANJE_URL));
  const ref = linking && cookie ? await readSessionCookie(ctx.secret, cookie) : null;
  const linkTo = ref ? await resolveSession(ctx, ref) : null;
  if (linking && !linkTo) return "/sign-in?error=signed_out";
  if (!identity) return `${linking ? "/settings/profile" : "/sign-in"}?error=wrong_answer`;
  const result = await signInWithIdentity(ctx, {
    identity,
    policy: ssoPolicy(settings),
    inviteToken: intent.kind === "sign-in" ? intent.inviteToken : null,
    linkTo,
    userAgent: request.headers.get("user-agent"),
    browser: browserOf(request.headers),
  });
  if (result.kind === "in") return result.ref;
  return `${linking ? "/settings/profile" : "/sign-in"}?sso&error=${result.reason}`;
}

function causeOf(about: unknown): string {
  if (about instanceof Error) return about.message;
  const inner = typeof about === "object" && about !== null && "error" in about ? about.error : null;
  return inner instanceof Error ? inner.message : "unknown";
}
