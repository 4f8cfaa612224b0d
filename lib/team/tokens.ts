import * as z from "zod";
import { PERMISSIONS, read, write } from "@/lib/audit";
import { ForbiddenError, InvalidError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { newApiToken } from "./api-token";
import * as repository from "./repository";
import { TokenInput, type TokenView } from "./schema";

const DAY_MS = 24 * 3_600_000;

export const createToken = write("self:write", TokenInput, async ({ tx, ctx, input, audit }) => {
  const unknown = input.scopes.filter(
    (scope) => !PERMISSIONS.some((permission) => permission === scope) || scope === "self:write",
  );
  if (unknown.length > 0)
    throw InvalidError.field("/scopes", `scopes has unknown entries: ${unknown.join(", ")}`);
  const beyond = input.scopes.find((scope) => !ctx.actor.permissions.has(scope));
  if (beyond) throw new ForbiddenError(beyond);
  const now = ctx.clock.now();
  const { token, prefix, hash } = newApiToken("pat");
  const row = await repository.createTokenRow(tx, {
    id: newId("tok"),
    kind: "pat",
    name: input.name,
    prefix,
    tokenHash: hash,
    scopes: input.scopes,
    userId: ctx.actor.id,
    createdBy: ctx.actor.id,
    createdAt: now,
    expiresAt: new Date(now.getTime() + input.expires_in_days * DAY_MS),
  });
  return audit(
    "token.create",
    { target: { type: "token", id: row.id }, after: tokenView(row) },
    { ...tokenView(row), token },
  );
});

export const listTokens = read("self:write", z.strictObject({}), async (ctx) => ({
  data: (await repository.listTokenRows(ctx.db.prisma, ctx.actor.id)).map(tokenView),
}));

export const revokeToken = write(
  "self:write",
  z.strictObject({ id: z.string().max(60) }),
  async ({ tx, ctx, input, audit }) => {
    const { count } = await repository.revokeTokenRow(tx, input.id, ctx.actor.id, ctx.clock.now());
    if (count === 0) throw new NotFoundError("token", input.id);
    return audit("token.revoke", { target: { type: "token", id: input.id } }, undefined);
  },
);

type TokenRow = Awaited<ReturnType<typeof repository.createTokenRow>>;
function tokenView(row: TokenRow): TokenView {
  return {
    id: row.id,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes,
    created_at: row.createdAt.toISOString(),
    expires_at: row.expiresAt.toISOString(),
    last_used_at: row.lastUsedAt?.toISOString() ?? null,
  };
}
