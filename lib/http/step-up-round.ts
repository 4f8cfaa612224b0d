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

/** Asks for a new proof, where a provider knows such a wish. GitHub at least shows who it takes the person for. */
const FRESH: Readonly<Record<string, Record<string, string>>> = {
  oidc: { prompt: "login", max_age: "0" },
  github: { prompt: "select_account" },
};

/** What to ask of the provider besides the usual; notes the round when a session sets out to confirm that it is them. */
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

/** The page the person was on, which says how it went. The session's cookie stays as it is. */
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

/** For an answer that is none: it did not verify, or the person turned back at the provider. */
export async function failStepUp(
  ctx: Ctx,
  { provider, page, reason }: { provider: string; page: string; reason: string },
): Promise<`/${string}`> {
  await recordRefusedStepUp(ctx, provider, reason);
  return pageWith(page, "failed");
}

/** The same context, acting as the person whose session the request carries. */
export async function sessionCtx(ctx: Ctx, request: Request): Promise<Ctx | null> {
  const caller = await authenticate(ctx, request.headers, ctx.ip);
  return caller?.by === "cookie" ? { ...ctx, actor: caller.actor } : null;
}

function pageWith(page: string, outcome: string): `/${string}` {
  const url = new URL(page, "http://own");
  url.searchParams.set("step_up", outcome);
  return `/${url.pathname.slice(1)}${url.search}${url.hash}`;
}
