import type { NextAuthOptions } from "next-auth";
import type { OAuthConfig } from "next-auth/providers/oauth";
import * as z from "zod";
import { domainsOf } from "@/lib/platform/domain-list";
import type { Env } from "@/lib/platform/env";
import type { Identity, SsoPolicy } from "@/lib/team";

export type SsoProvider = { id: "github" | "oidc"; name: string };
type SsoSettings = Pick<
  Env,
  | "GITHUB_CLIENT_ID"
  | "GITHUB_CLIENT_SECRET"
  | "GITHUB_URL"
  | "OIDC_ISSUER"
  | "OIDC_CLIENT_ID"
  | "OIDC_CLIENT_SECRET"
  | "OIDC_NAME"
  | "OIDC_SCOPE"
  | "OIDC_ID_TOKEN_ALG"
  | "OIDC_GROUPS_CLAIM"
  | "OIDC_ADMIN_GROUP"
  | "OIDC_EDITOR_GROUP"
  | "GWANJE_SSO_ALLOWED_DOMAINS"
>;
const TIMEOUT_MS = 10_000;
/** The latest Date. */
const MAX_SECONDS = 8_640_000_000_000;

/** The providers of the sign-in page. */
export function ssoProviders(settings: SsoSettings): SsoProvider[] {
  return [
    ...(settings.GITHUB_CLIENT_ID ? [{ id: "github" as const, name: "GitHub" }] : []),
    ...(settings.OIDC_ISSUER ? [{ id: "oidc" as const, name: settings.OIDC_NAME }] : []),
  ];
}

export function ssoPolicy(settings: SsoSettings): SsoPolicy {
  return {
    allowedDomains: domainsOf(settings.GWANJE_SSO_ALLOWED_DOMAINS),
    adminGroup: settings.OIDC_ADMIN_GROUP,
    editorGroup: settings.OIDC_EDITOR_GROUP,
  };
}

export function nextAuthProviders(settings: SsoSettings): NextAuthOptions["providers"] {
  return [...githubProvider(settings), ...oidcProvider(settings)];
}

type Claims = Record<string, unknown>;

/** Discovery, PKCE, state and nonce. openid-client checks signature, issuer, audience and expiry of the ID token. */
function oidcProvider(settings: SsoSettings): OAuthConfig<Claims>[] {
  const { OIDC_ISSUER, OIDC_CLIENT_ID, OIDC_CLIENT_SECRET, OIDC_NAME, OIDC_SCOPE, OIDC_ID_TOKEN_ALG } =
    settings;
  if (!OIDC_ISSUER || !OIDC_CLIENT_ID) return [];
  return [
    {
      id: "oidc",
      name: OIDC_NAME,
      type: "oauth",
      wellKnown: `${OIDC_ISSUER.replace(/\/+$/, "")}/.well-known/openid-configuration`,
      authorization: { params: { scope: OIDC_SCOPE } },
      idToken: true,
      checks: ["pkce", "state", "nonce"],
      clientId: OIDC_CLIENT_ID,
      ...(OIDC_CLIENT_SECRET ? { clientSecret: OIDC_CLIENT_SECRET } : {}),
      client: {
        // Only this algorithm is accepted. The algorithm in the token's header is ignored.
        id_token_signed_response_alg: OIDC_ID_TOKEN_ALG,
        ...(OIDC_CLIENT_SECRET ? {} : { token_endpoint_auth_method: "none" }),
      },
      httpOptions: { timeout: TIMEOUT_MS },
      userinfo: {
        // Claims may be in the ID token or at the userinfo endpoint; the ID token's win.
        async request({ client, tokens }) {
          const claims: Claims = claimsOf(tokens);
          const complete =
            "email" in claims && (!settings.OIDC_GROUPS_CLAIM || settings.OIDC_GROUPS_CLAIM in claims);
          if (complete || !client.issuer.metadata.userinfo_endpoint) return claims;
          const info: Claims = await client.userinfo(String(tokens.access_token ?? ""));
          if (info.sub !== claims.sub) throw new Error("The userinfo endpoint spoke of somebody else");
          // Only the signed token is trusted for the time of the last proof.
          return { ...info, ...claims, auth_time: claims.auth_time };
        },
      },
      profile: (claims) => ({ id: String(claims.sub ?? "") }),
    },
  ];
}

const OidcClaims = z.object({
  iss: z.string(),
  sub: z.string().min(1).max(255),
  email: z.string().nullish(),
  // Some issuers send it as text.
  email_verified: z.union([z.boolean(), z.stringbool()]).catch(false),
  name: z.string().nullish(),
  preferred_username: z.string().nullish(),
});

/** Null when the reply is not from the configured issuer, whatever its discovery document claims. */
export function oidcIdentity(claims: unknown, settings: SsoSettings): Identity | null {
  const parsed = OidcClaims.safeParse(claims);
  if (!parsed.success || !sameIssuer(parsed.data.iss, settings.OIDC_ISSUER)) return null;
  const { sub, email, email_verified, name, preferred_username } = parsed.data;
  const groups = settings.OIDC_GROUPS_CLAIM
    ? z
        .array(z.string())
        .safeParse(Object.entries(recordOf(claims)).find(([key]) => key === settings.OIDC_GROUPS_CLAIM)?.[1])
    : null;
  return {
    provider: "oidc",
    subject: sub,
    email: email ?? null,
    emailVerified: email_verified,
    name: name ?? preferred_username ?? "",
    groups: groups?.success ? groups.data : null,
  };
}

/** When the person last proved their identity to the issuer; null if the token has no such claim. */
export function oidcAuthTime(claims: unknown): Date | null {
  const seconds = z.int().positive().max(MAX_SECONDS).safeParse(recordOf(claims).auth_time);
  return seconds.success ? new Date(seconds.data * 1_000) : null;
}

function sameIssuer(given: string, configured: string | undefined): boolean {
  const bare = (url: string) => url.replace(/\/+$/, "");
  return configured !== undefined && bare(given) === bare(configured);
}

const GithubUser = z.object({ id: z.number().int(), login: z.string(), name: z.string().nullish() });
const GithubEmails = z.array(z.object({ email: z.string(), primary: z.boolean(), verified: z.boolean() }));

function githubProvider({
  GITHUB_CLIENT_ID,
  GITHUB_CLIENT_SECRET,
  GITHUB_URL,
}: SsoSettings): OAuthConfig<Claims>[] {
  if (!GITHUB_CLIENT_ID || !GITHUB_CLIENT_SECRET) return [];
  const home = GITHUB_URL.replace(/\/+$/, "");
  const api = home === "https://github.com" ? "https://api.github.com" : `${home}/api/v3`;
  return [
    {
      id: "github",
      name: "GitHub",
      type: "oauth",
      issuer: `${home}/login/oauth`,
      authorization: { url: `${home}/login/oauth/authorize`, params: { scope: "read:user user:email" } },
      token: `${home}/login/oauth/access_token`,
      checks: ["pkce", "state"],
      clientId: GITHUB_CLIENT_ID,
      clientSecret: GITHUB_CLIENT_SECRET,
      httpOptions: { timeout: TIMEOUT_MS },
      userinfo: {
        url: `${api}/user`,
        // The profile has the address that the person shows; only the list says which is verified.
        async request({ tokens }) {
          const read = (path: string) => githubJson(`${api}${path}`, String(tokens.access_token ?? ""));
          const profile: Claims = { ...recordOf(await read("/user")), emails: await read("/user/emails") };
          return profile;
        },
      },
      profile: (profile) => ({ id: String(profile.id ?? "") }),
    },
  ];
}

async function githubJson(url: string, token: string): Promise<unknown> {
  const response = await fetch(url, {
    headers: {
      authorization: `Bearer ${token}`,
      accept: "application/vnd.github+json",
      "user-agent": "gwanje",
    },
    redirect: "error",
    signal: AbortSignal.timeout(TIMEOUT_MS),
  });
  if (!response.ok) throw new Error(`GitHub answered ${response.status} at ${new URL(url).pathname}`);
  return response.json();
}

export function githubIdentity(profile: unknown): Identity | null {
  const user = GithubUser.safeParse(profile);
  if (!user.success) return null;
  const emails = GithubEmails.catch([]).parse(recordOf(profile).emails);
  const primary = emails.find((entry) => entry.primary);
  return {
    provider: "github",
    subject: String(user.data.id),
    email: primary?.email ?? null,
    emailVerified: primary?.verified ?? false,
    name: user.data.name ?? user.data.login,
    groups: null,
  };
}

function recordOf(value: unknown): Claims {
  return typeof value === "object" && value !== null ? { ...value } : {};
}

/** The guarantee: next-auth passes openid-client's TokenSet with a verified ID token; only its type is weaker. */
function claimsOf(tokens: object): Claims {
  return recordOf((tokens as { claims(): unknown }).claims());
}
