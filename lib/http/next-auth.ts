import type { NextAuthOptions } from "next-auth";
import CredentialsProvider from "next-auth/providers/credentials";
import * as z from "zod";
import { systemCtx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import { AppError } from "@/lib/platform/errors";
import { resolveSession, revokeSessions, sessionActor, signInWithPassword } from "@/lib/team";
import { clientIp } from "./authenticate";
import { authSecret } from "./cookie";
import { deps } from "./deps";

const Ref = z.object({ sid: z.string(), sv: z.number() });

/** The door only: it checks a password through lib/team and puts a session's id into an encrypted cookie. */
export function authOptions(): NextAuthOptions {
  return {
    secret: authSecret(deps().secret),
    session: { strategy: "jwt", maxAge: 30 * 24 * 3_600 },
    pages: { signIn: "/sign-in", error: "/sign-in" },
    providers: [
      CredentialsProvider({
        credentials: { email: { type: "email" }, password: { type: "password" } },
        async authorize(credentials, request) {
          const headers = new Headers(
            Object.entries(request.headers ?? {}).map(([key, value]): [string, string] => [
              key,
              String(value),
            ]),
          );
          const ctx = { ...systemCtx(deps(), "sign-in"), ip: clientIp(headers, env().GWANJE_TRUST_PROXY) };
          try {
            const input = {
              email: credentials?.email ?? "",
              password: credentials?.password ?? "",
              userAgent: headers.get("user-agent"),
            };
            const { userId, sid, sv } = await signInWithPassword(ctx, input);
            return { id: userId, sid, sv };
          } catch (error) {
            // next-auth shows a thrown message in the answer's URL; ours are written for people and say nothing else.
            if (error instanceof AppError)
              throw new Error(
                error.code === "RATE_LIMITED"
                  ? `RATE_LIMITED:${error.extra.retryAfterSeconds ?? 60}`
                  : error.code,
              );
            throw error;
          }
        },
      }),
    ],
    callbacks: {
      jwt({ token, user }) {
        const ref = Ref.safeParse(user ?? token);
        return ref.success ? { sid: ref.data.sid, sv: ref.data.sv } : {};
      },
      session: ({ session }) => ({ expires: session.expires }),
      redirect: ({ url, baseUrl }) =>
        url.startsWith("/") && !/^\/[/\\]/.test(url) ? `${baseUrl}${url}` : baseUrl,
    },
    events: {
      async signOut({ token }) {
        const ref = Ref.safeParse(token);
        const user = ref.success ? await resolveSession(deps(), ref.data) : null;
        if (user)
          await revokeSessions(
            { ...systemCtx(deps(), "sign-out"), actor: sessionActor(user) },
            { id: user.sid },
          );
      },
    },
  };
}
