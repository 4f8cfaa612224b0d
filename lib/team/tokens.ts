import * as z from "zod";
import { NotFoundError } from "@/lib/platform/errors";
import { read, write } from "@/lib/verbs";
import { issueToken, refuseScopes, rotateOwned, tokenView } from "./issue-token";
import { getUserRow } from "./repository";
import { Role, TokenInput } from "./schema";
import { forgetTokensOf } from "./token-cache";
import { listTokenRows, revokeTokenRow } from "./token-repository";

const DAY_MS = 24 * 3_600_000;
const ById = z.strictObject({ id: z.string().max(60) });

/** Creates a token of the caller; `token` is only in this reply. Throws InvalidError or ForbiddenError for its scopes. */
export const createToken = write("self:write", TokenInput, async ({ tx, ctx, input, audit }) => {
  const { role } = await getUserRow(tx, ctx.actor.id);
  refuseScopes(ctx, Role.parse(role), input.scopes);
  const { row, token } = await issueToken(
    tx,
    ctx,
    { userId: ctx.actor.id },
    { name: input.name, scopes: input.scopes, lifetimeMs: input.expires_in_days * DAY_MS },
  );
  return audit(
    "token.create",
    { target: { type: "token", id: row.id }, after: tokenView(row) },
    { ...tokenView(row), token },
  );
});

export const listTokens = read("self:write", z.strictObject({}), async (ctx) => {
  const rows = await listTokenRows(ctx.db.prisma, { userId: ctx.actor.id }, ctx.clock.now());
  return { data: rows.map(tokenView) };
});

/** See `rotateOwned`. Returns the successor with its `token`, once. */
export const rotateToken = write("self:write", ById, async ({ tx, ctx, input, audit, afterCommit }) => {
  const { role } = await getUserRow(tx, ctx.actor.id);
  afterCommit(() => forgetTokensOf(ctx, ctx.actor.id));
  const owner = { userId: ctx.actor.id };
  const { row, token, before, after } = await rotateOwned(tx, ctx, owner, Role.parse(role), input.id);
  return audit(
    "token.rotate",
    { target: { type: "token", id: before.id }, before: tokenView(before), after: tokenView(after) },
    { ...tokenView(row), token },
  );
});

export const revokeToken = write("self:write", ById, async ({ tx, ctx, input, audit, afterCommit }) => {
  afterCommit(() => forgetTokensOf(ctx, ctx.actor.id));
  const { count } = await revokeTokenRow(tx, { userId: ctx.actor.id }, input.id, ctx.clock.now());
  if (count === 0) throw new NotFoundError("token", input.id);
  return audit("token.revoke", { target: { type: "token", id: input.id } }, undefined);
});
