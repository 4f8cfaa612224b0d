import { recordAudit } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import type { Tx } from "@/lib/platform/db";
import { newId } from "@/lib/platform/ids";
import { whyAdminStays } from "./last-admin";
import * as repository from "./repository";
import { Email, Role } from "./schema";
import { evictSessions, provenRecently, type SessionRef, type SessionUser, startSession } from "./session";
import { decideSso, isAllowedDomain, roleOfGroups, type SsoDecision, type SsoRefusal } from "./sso-rules";
import { forgetTokensOf } from "./token-cache";

/** A verified identity from a provider. `groups` is null when it sent no list. */
export type Identity = {
  provider: string;
  subject: string;
  email: string | null;
  emailVerified: boolean;
  name: string;
  groups: readonly string[] | null;
};
export type SsoPolicy = {
  allowedDomains: readonly string[];
  adminGroup: string | undefined;
  editorGroup: string | undefined;
};
export type SsoInput = {
  identity: Identity;
  policy: SsoPolicy;
  /** From an opened invite link. */
  inviteToken: string | null;
  /** The signed-in person who links another account. */
  linkTo: SessionUser | null;
  userAgent: string | null;
  /** Language and zone of the browser, for a new member. */
  browser: { locale: "en" | "ko"; timeZone: string | null };
};
export type SsoResult = { kind: "in"; ref: SessionRef } | { kind: "refused"; reason: SsoRefusal };

/**
 * Signs in, links or adds a member by the rules of sso-rules.ts, in one transaction with its audit rows. Returns
 * refusals, which are audited too, instead of throwing them.
 */
export async function signInWithIdentity(ctx: Ctx, input: SsoInput): Promise<SsoResult> {
  const parsed = Email.safeParse(input.identity.email ?? "");
  const identity = { ...input.identity, email: parsed.success ? parsed.data : null };
  const done = await ctx.db.prisma.$transaction(async (tx) => {
    // Locks subject and address, because two first sign-ins at once would otherwise both find no member.
    await repository.lockIdentity(tx, `${identity.provider}:${identity.subject}`, identity.email ?? "");
    const decision = await decide(tx, ctx, { ...input, identity });
    return decision.kind === "refuse"
      ? { refused: decision.reason }
      : { user: await carryOut(tx, ctx, { ...input, identity }, decision), linked: decision.kind === "link" };
  });
  if ("refused" in done) {
    await recordAudit(
      ctx.db.prisma,
      ctx,
      "session.sign_in",
      {
        target: { type: "identity", id: `${identity.provider}:${identity.subject}` },
        detail: { method: identity.provider, reason: done.refused, email: identity.email },
      },
      "failed",
    );
    return { kind: "refused", reason: done.refused };
  }
  await evictSessions(ctx, done.user.ended);
  // The groups may have changed the role.
  forgetTokensOf(ctx, done.user.row.id);
  if (input.linkTo) return { kind: "in", ref: { sid: input.linkTo.sid, sv: input.linkTo.sv } };
  const ref = await startSession(ctx, done.user.row, identity.provider, {
    userAgent: input.userAgent,
    ip: ctx.ip,
  });
  await recordAudit(ctx.db.prisma, actingAs(ctx, done.user.row), "session.sign_in", {
    target: { type: "session", id: ref.sid },
    detail: { method: identity.provider },
  });
  return { kind: "in", ref };
}

async function decide(tx: Tx, ctx: Ctx, input: SsoInput): Promise<SsoDecision> {
  const { identity, policy, inviteToken, linkTo } = input;
  const now = ctx.clock.now();
  const [owner, namesake, invite, addressed] = [
    await repository.findIdentityOwner(tx, identity.provider, identity.subject),
    identity.email ? await repository.findUserByEmail(tx, identity.email) : null,
    inviteToken ? await repository.findInviteByHash(tx, sha256Hex(inviteToken)) : null,
    identity.email ? await repository.findOpenInviteTo(tx, identity.email, now) : null,
  ];
  const member = (row: typeof namesake) => row && { id: row.id, deactivated: row.deactivatedAt !== null };
  return decideSso({
    email: identity.email,
    emailVerified: identity.emailVerified,
    owner: member(owner),
    namesake: member(namesake),
    linkTo: linkTo && { userId: linkTo.userId, provenRecently: await provenRecently(ctx, linkTo.sid) },
    invite: inviteToken
      ? {
          id: invite?.id ?? "",
          role: Role.catch("viewer").parse(invite?.role),
          email: invite?.email ?? null,
          open: invite !== null && !invite.acceptedAt && !invite.revokedAt && invite.expiresAt > now,
        }
      : null,
    addressed: addressed && { id: addressed.id, role: Role.parse(addressed.role) },
    domainAllowed: isAllowedDomain(identity.email, policy.allowedDomains),
  });
}

type UserRow = Awaited<ReturnType<typeof repository.getUserRow>>;
type Entered = { row: UserRow; ended: string[] };

async function carryOut(
  tx: Tx,
  ctx: Ctx,
  { identity, policy, browser }: SsoInput,
  decision: Exclude<SsoDecision, { kind: "refuse" }>,
): Promise<Entered> {
  const now = ctx.clock.now();
  const mapped = roleOfGroups(identity.groups, { admin: policy.adminGroup, editor: policy.editorGroup });
  if (decision.kind === "enter") {
    const row = await repository.updateUser(tx, decision.userId, { lastSignInAt: now });
    return applyRole(tx, ctx, row, mapped);
  }
  const row =
    decision.kind === "link"
      ? await repository.getUserRow(tx, decision.userId)
      : await repository.createUser(tx, {
          id: newId("usr"),
          email: identity.email ?? "",
          name: identity.name.trim().slice(0, 100) || (identity.email ?? "").split("@")[0] || "member",
          role: mapped ?? decision.role,
          passwordHash: null,
          locale: browser.locale,
          ...(browser.timeZone ? { timeZone: browser.timeZone } : {}),
        });
  if (decision.inviteId) {
    const { count } = await repository.takeInvite(tx, decision.inviteId, row.id, now);
    if (count === 0) throw new Error(`Invite ${decision.inviteId} was taken in the meantime`);
  }
  await repository.createIdentity(tx, {
    id: newId("idn"),
    userId: row.id,
    provider: identity.provider,
    subject: identity.subject,
    email: identity.email,
    createdAt: now,
  });
  const target = { type: "user", id: row.id };
  const about = { provider: identity.provider, subject: identity.subject, email: identity.email };
  await recordAudit(tx, actingAs(ctx, row), decision.kind === "link" ? "identity.link" : "user.join", {
    target,
    after: { ...about, role: row.role },
    detail: { invite: decision.inviteId },
  });
  return { row: await repository.updateUser(tx, row.id, { lastSignInAt: now }), ended: [] };
}

/** The provider's groups decide the role, but the last admin stays one, or nobody could repair the mapping. */
async function applyRole(tx: Tx, ctx: Ctx, row: UserRow, mapped: Role | null): Promise<Entered> {
  if (mapped === null || mapped === row.role) return { row, ended: [] };
  const admins = await repository.lockActiveAdmins(tx);
  if (mapped !== "admin" && whyAdminStays(admins, row.id)) return { row, ended: [] };
  const after = await repository.updateUser(tx, row.id, { role: mapped, sessionVersion: { increment: 1 } });
  const now = ctx.clock.now();
  await repository.endPasswordResets(tx, row.id, now);
  if (mapped !== "admin") await repository.endLinksMadeBy(tx, row.id, now);
  const ended = await repository.revokeSessionRows(tx, { userId: row.id }, now);
  await recordAudit(tx, ctx, "user.change", {
    target: { type: "user", id: row.id },
    before: { role: row.role },
    after: { role: after.role },
    detail: { by: "groups of the identity provider" },
  });
  return { row: after, ended };
}

function actingAs(ctx: Ctx, row: UserRow): Ctx {
  return {
    ...ctx,
    actor: { type: "user", id: row.id, name: row.name, role: row.role, permissions: new Set() },
  };
}
