import type { Ctx } from "@/lib/platform/context";
import { env } from "@/lib/platform/env";
import {
  beginStepUp,
  confirmIdentity,
  type Identity,
  recordRefusedStepUp,
  type StepUpProof,
} from "@/lib/team";
import { authenticate } from "./authenticate";
import { intentOfPath, ownPath } from "./sso-intent";

/** Parameters that ask the provider for a new proof. GitHub has none, but shows the account. */
const FRESH: Readonly<Record<string, Record<string, string>>> = {
  oidc: { prompt: "login", max_age: "0" },
  github: { prompt: "select_account" },
};

/** Extra parameters for the provider. Begins a round when the session confirms its identity. */
export async function stepUpParameters(
  ctx: Ctx,
  request: Request,
  { provider, callbackUrl }: { provider: string; callbackUrl: string | undefined },
): Promise<Record<string, string>> {
  if (intentOfPath(ownPath(callbackUrl ?? "", env().GWANJE_URL)).kind !== "step-up") return {};
  const session = await sessionCtx(ctx, request);
  if (session) await beginStepUp(session, provider);
  return FRESH[provider] ?? {};
}

type Ended = { provider: string; identity: Identity | null; proof: StepUpProof; page: string };

/** The page to return to, which shows the outcome. The session's cookie stays. */
export async function endStepUp(
  ctx: Ctx,
  request: Request,
  { provider, identity, proof, page }: Ended,
): Promise<`/${string}`> {
  const session = await sessionCtx(ctx, request);
  if (!session) return "/sign-in?error=signed_out";
  if (identity) return pageWith(page, (await confirmIdentity(session, { identity, proof })) ?? "done");
  return failStepUp(session, { provider, page, reason: "wrong_answer" });
}

/** For a failed return: the reply was invalid, or the person cancelled. */
export async function failStepUp(
  ctx: Ctx,
  { provider, page, reason }: { provider: string; page: string; reason: string },
): Promise<`/${string}`> {
  await recordRefusedStepUp(ctx, provider, reason);
  return pageWith(page, "failed");
}

/** The same context with the person of the request's session as actor. */
export async function sessionCtx(ctx: Ctx, request: Request): Promise<Ctx | null> {
  const caller = await authenticate(ctx, request.headers, ctx.ip);
  return caller?.by === "cookie" ? { ...ctx, actor: caller.actor } : null;
}

function pageWith(page: string, outcome: string): `/${string}` {
  const url = new URL(page, "http://own");
  url.searchParams.set("step_up", outcome);
  return `/${url.pathname.slice(1)}${url.search}${url.hash}`;
}
