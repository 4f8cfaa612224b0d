import * as z from "zod";
import type { Ctx } from "@/lib/platform/context";
import { sha256Hex } from "@/lib/platform/crypto";
import { InvalidError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { read, write } from "@/lib/verbs";
import { newLinkToken } from "./api-token";
import { refuseRolesBeyondCaller } from "./beyond-caller";
import { hashNewPassword } from "./new-password";
import { EVERYONE, PasswordPolicy, refuseWithoutPassword } from "./password-policy";
import * as repository from "./repository";
import { AcceptInviteInput, InviteInput, type InviteView, Role } from "./schema";
import { teamName } from "./team-settings";
import { userView } from "./user-view";

const DAY_MS = 24 * 3_600_000;
const INVITE_DAYS = 7;

export const createInvite = write("team:manage", InviteInput, async ({ tx, ctx, input, audit }) => {
  refuseRolesBeyondCaller(ctx, input.role);
  const now = ctx.clock.now();
  const { token, hash } = newLinkToken();
  const row = await repository.createInviteRow(tx, {
    id: newId("inv"),
    email: input.email ?? null,
    role: input.role,
    tokenHash: hash,
    createdBy: ctx.actor.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + INVITE_DAYS * DAY_MS),
  });
  const view = inviteView(row, now);
  return audit(
    "invite.create",
    { target: { type: "invite", id: row.id }, after: view },
    { ...view, link_path: `/invite/${token}` },
  );
});

export const listInvites = read("team:manage", z.strictObject({}), async (ctx) => {
  const now = ctx.clock.now();
  return { data: (await repository.listInviteRows(ctx.db.prisma)).map((row) => inviteView(row, now)) };
});

export const revokeInvite = write(
  "team:manage",
  z.strictObject({ id: z.string().max(60) }),
  async ({ tx, ctx, input, audit }) => {
    const { count } = await repository.revokeInviteRow(tx, input.id, ctx.clock.now());
    if (count === 0) throw new NotFoundError("open invite", input.id);
    return audit("invite.revoke", { target: { type: "invite", id: input.id } }, undefined);
  },
);

export type OpenInvite = { team: string; invitedBy: string | null; email: string | null; role: Role };

/** The invite of a link; null when it is unknown, used, revoked or expired. */
export async function openInvite(ctx: Pick<Ctx, "db">, token: string, now: Date): Promise<OpenInvite | null> {
  const store = ctx.db.prisma;
  const row = await repository.findInviteByHash(store, sha256Hex(token));
  if (!row || inviteView(row, now).state !== "open") return null;
  return {
    team: await teamName(ctx),
    invitedBy: await repository.findUserName(store, row.createdBy),
    email: row.email,
    role: Role.parse(row.role),
  };
}

/**
 * Called as the system, because the link itself is the permission. A person who joins through a provider takes the link
 * there and chooses no password.
 */
const AcceptInvite = AcceptInviteInput.extend({ passwords: PasswordPolicy.default(EVERYONE) });
export const acceptInvite = write("team:manage", AcceptInvite, async ({ tx, ctx, input, audit }) => {
  const invite = await repository.findInviteByHash(tx, sha256Hex(input.token));
  const gone = InvalidError.field(
    "/token",
    "invite is not valid any more; ask for a new link",
    because("invite_gone"),
  );
  if (!invite || inviteView(invite, ctx.clock.now()).state !== "open") throw gone;
  if (invite.email && invite.email !== input.email)
    throw InvalidError.field("/email", "email is not the invited address", because("not_invited"));
  refuseWithoutPassword(input.passwords, { email: input.email, role: invite.role }, "/password");
  const person = { name: input.name, email: input.email, team: await teamName(ctx) };
  const passwordHash = await hashNewPassword(input.password, person, "/password");
  const user = await repository.createUser(tx, {
    id: newId("usr"),
    email: input.email,
    name: input.name,
    role: Role.parse(invite.role),
    passwordHash,
    ...(input.locale ? { locale: input.locale } : {}),
    ...(input.time_zone ? { timeZone: input.time_zone } : {}),
  });
  const { count } = await repository.takeInvite(tx, invite.id, user.id, ctx.clock.now());
  if (count === 0) throw gone;
  return audit(
    "invite.accept",
    { target: { type: "user", id: user.id }, after: userView(user) },
    userView(user),
  );
});

type InviteRow = NonNullable<Awaited<ReturnType<typeof repository.findInviteByHash>>>;
function inviteView(row: InviteRow, now: Date): InviteView {
  const state = row.acceptedAt
    ? "accepted"
    : row.revokedAt
      ? "revoked"
      : row.expiresAt <= now
        ? "expired"
        : "open";
  return {
    id: row.id,
    email: row.email,
    role: Role.parse(row.role),
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    state,
  };
}
