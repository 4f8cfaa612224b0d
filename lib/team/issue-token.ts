import { PERMISSIONS } from "@/lib/audit";
import type { Ctx } from "@/lib/platform/context";
import type { Tx } from "@/lib/platform/db";
import { ConflictError, InvalidError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { newApiToken } from "./api-token";
import { refuseBeyondCaller } from "./beyond-caller";
import { tokenPermissions } from "./roles";
import type { Role, TokenView } from "./schema";
import { createTokenRow, getTokenRow, replaceTokenRow, type TokenOwner } from "./token-repository";

/** A rotated token stays valid beside its successor for this long, so that every copy of it can be replaced. */
const OVERLAP_MS = 24 * 3_600_000;

type TokenRow = Awaited<ReturnType<typeof createTokenRow>>;
export function tokenView(row: TokenRow): TokenView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
    last_used_ip: row.lastUsedIp,
    replaced_by: row.replacedBy,
  };
}

/**
 * Scopes must be permissions of both the owner's role and the caller. Throws InvalidError at `/scopes`, and
 * ForbiddenError for permissions that the caller lacks.
 */
export function refuseScopes(ctx: Ctx, role: Role, scopes: readonly string[]): void {
  const unknown = scopes.filter(
    (scope) => !PERMISSIONS.some((permission) => permission === scope) || scope === "self:write",
  );
  if (unknown.length > 0)
    throw InvalidError.field(
      "/scopes",
      `scopes has unknown entries: ${unknown.join(", ")}`,
      because("unknown_scopes", { scopes: unknown.join(", ") }),
    );
  refuseBeyondCaller(ctx, scopes);
  const allowed = tokenPermissions(role, scopes);
  const beyond = scopes.filter((scope) => !allowed.has(scope));
  if (beyond.length > 0)
    throw InvalidError.field(
      "/scopes",
      `scopes has what the role ${role} may not do: ${beyond.join(", ")}`,
      because("scopes_beyond_role", { role, scopes: beyond.join(", ") }),
    );
}

export async function issueToken(
  tx: Tx,
  ctx: Ctx,
  owner: TokenOwner,
  wanted: { name: string; scopes: readonly string[]; lifetimeMs: number },
): Promise<{ row: TokenRow; token: string }> {
  const now = ctx.clock.now();
  const kind = "userId" in owner ? "pat" : "sa";
  const { token, prefix, hash } = newApiToken(kind);
  const row = await createTokenRow(tx, {
    id: newId("tok"),
    kind,
    ...owner,
    name: wanted.name,
    prefix,
    tokenHash: hash,
    scopes: [...wanted.scopes],
    createdBy: ctx.actor.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + wanted.lifetimeMs),
  });
  return { row, token };
}

/**
 * Creates a successor with the same name and lifetime, and the scopes that the owner's role still has. The old token
 * ends in 24 h, or earlier if it was to. Throws ConflictError for a token that is revoked, expired or replaced, or has
 * no scope left, and ForbiddenError when the successor could do more than the caller.
 */
export async function rotateOwned(tx: Tx, ctx: Ctx, owner: TokenOwner, role: Role, id: string) {
  const now = ctx.clock.now();
  const before = await getTokenRow(tx, owner, id);
  refuseDead(before, now);
  const scopes = before.scopes.filter((scope) => tokenPermissions(role, before.scopes).has(scope));
  if (scopes.length === 0)
    throw new ConflictError(
      `The role ${role} has none of this token's scopes any more. Revoke it and make a new one.`,
      because("role_lost_scopes", { role }),
    );
  refuseBeyondCaller(ctx, scopes);
  const lifetimeMs = before.expiresAt.getTime() - before.createdAt.getTime();
  const made = await issueToken(tx, ctx, owner, { name: before.name, scopes, lifetimeMs });
  const expiresAt = new Date(Math.min(now.getTime() + OVERLAP_MS, before.expiresAt.getTime()));
  const { count } = await replaceTokenRow(tx, owner, id, { replacedBy: made.row.id, expiresAt }, now);
  if (count === 0) throw replacedAlready();
  return { ...made, before, after: { ...before, replacedBy: made.row.id, expiresAt } };
}

function refuseDead(row: TokenRow, now: Date): void {
  if (row.revokedAt)
    throw new ConflictError("This token is revoked. Make a new one.", because("token_revoked"));
  if (row.replacedBy) throw replacedAlready();
  if (row.expiresAt <= now)
    throw new ConflictError("This token has expired. Make a new one.", because("token_expired"));
}

function replacedAlready(): ConflictError {
  return new ConflictError(
    "This token was replaced already. Rotate its successor.",
    because("token_replaced"),
  );
}
