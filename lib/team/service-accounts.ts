import * as z from "zod";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";
import { newId } from "@/lib/platform/ids";
import { because } from "@/lib/platform/reasons";
import { read, write } from "@/lib/verbs";
import { refuseRolesBeyondCaller } from "./beyond-caller";
import { issueToken, refuseScopes, rotateOwned, tokenView } from "./issue-token";
import {
  ChangeServiceAccountInput,
  Role,
  ServiceAccountInput,
  type ServiceAccountView,
  TokenInput,
} from "./schema";
import { forgetTokensOf } from "./token-cache";
import {
  createServiceAccountRow,
  listServiceAccountRows,
  lockServiceAccount,
  revokeTokenRow,
  updateServiceAccount,
} from "./token-repository";

const DAY_MS = 24 * 3_600_000;
const Id = z.string().max(60);
const OneToken = z.strictObject({ account_id: Id, id: Id });

type Row = Awaited<ReturnType<typeof lockServiceAccount>>;
const accountView = (row: Row): ServiceAccountView => ({
  id: row.id,
  name: row.name,
  description: row.description,
  role: Role.parse(row.role),
  created_at: row.createdAt.toISOString(),
  deactivated_at: row.deactivatedAt?.toISOString() ?? null,
  tokens: row.tokens.map(tokenView),
});
/** For the audit log: the account without its tokens. */
const shown = ({ tokens: _, ...row }: Row) => ({
  name: row.name,
  description: row.description,
  role: row.role,
  deactivated_at: row.deactivatedAt?.toISOString() ?? null,
});

export const listServiceAccounts = read("team:manage", z.strictObject({}), async (ctx) => ({
  data: (await listServiceAccountRows(ctx.db.prisma, ctx.clock.now())).map(accountView),
}));

/** Creates an account for a program: it has a name and a role, and cannot sign in. Throws ConflictError for a taken name. */
export const createServiceAccount = write(
  "team:manage",
  ServiceAccountInput,
  async ({ tx, ctx, input, audit }) => {
    refuseRolesBeyondCaller(ctx, input.role);
    const made = await createServiceAccountRow(tx, {
      id: newId("sva"),
      ...input,
      createdBy: ctx.actor.id,
      createdAt: ctx.clock.now(),
    });
    const row = { ...made, tokens: [] };
    return audit(
      "service_account.create",
      { target: { type: "service_account", id: row.id }, after: shown(row) },
      accountView(row),
    );
  },
);

/**
 * Changes name, description, role or activity. Its tokens are checked against the new role from the next request on,
 * and do not work while it is deactivated. Throws NotFoundError, and ConflictError for a taken name.
 */
export const changeServiceAccount = write(
  "team:manage",
  ChangeServiceAccountInput,
  async ({ tx, ctx, input, audit, unchanged, afterCommit, event }) => {
    afterCommit(() => forgetTokensOf(ctx, input.id));
    const now = ctx.clock.now();
    const before = await lockServiceAccount(tx, input.id, now);
    refuseRolesBeyondCaller(ctx, before.role, input.role ?? before.role);
    const deactivated = input.deactivated ?? before.deactivatedAt !== null;
    const next = {
      name: input.name ?? before.name,
      role: input.role ?? before.role,
      description: input.description === undefined ? before.description : input.description,
      deactivatedAt: deactivated ? (before.deactivatedAt ?? now) : null,
    };
    const after = { ...before, ...next };
    if (JSON.stringify(shown(before)) === JSON.stringify(shown(after))) return unchanged(accountView(before));
    await updateServiceAccount(tx, before.id, next);
    event({ topic: "session", id: before.id });
    return audit(
      "service_account.change",
      { target: { type: "service_account", id: before.id }, before: shown(before), after: shown(after) },
      accountView(after),
    );
  },
);

/** See `createToken`: the account's role limits the scopes. ConflictError while it is deactivated. */
export const createServiceAccountToken = write(
  "team:manage",
  TokenInput.extend({ account_id: Id }),
  async ({ tx, ctx, input, audit }) => {
    const account = await lockServiceAccount(tx, input.account_id, ctx.clock.now());
    refuseDeactivated(account);
    refuseScopes(ctx, Role.parse(account.role), input.scopes);
    const { row, token } = await issueToken(
      tx,
      ctx,
      { serviceAccountId: account.id },
      { name: input.name, scopes: input.scopes, lifetimeMs: input.expires_in_days * DAY_MS },
    );
    return audit(
      "token.create",
      {
        target: { type: "token", id: row.id },
        after: tokenView(row),
        detail: { service_account: account.id },
      },
      { ...tokenView(row), token },
    );
  },
);

/** See `rotateOwned`; ConflictError while the account is deactivated. */
export const rotateServiceAccountToken = write(
  "team:manage",
  OneToken,
  async ({ tx, ctx, input, audit, afterCommit }) => {
    afterCommit(() => forgetTokensOf(ctx, input.account_id));
    const account = await lockServiceAccount(tx, input.account_id, ctx.clock.now());
    refuseDeactivated(account);
    const owner = { serviceAccountId: account.id };
    const { row, token, before, after } = await rotateOwned(
      tx,
      ctx,
      owner,
      Role.parse(account.role),
      input.id,
    );
    return audit(
      "token.rotate",
      {
        target: { type: "token", id: before.id },
        before: tokenView(before),
        after: tokenView(after),
        detail: { service_account: account.id },
      },
      { ...tokenView(row), token },
    );
  },
);

export const revokeServiceAccountToken = write(
  "team:manage",
  OneToken,
  async ({ tx, ctx, input, audit, afterCommit }) => {
    afterCommit(() => forgetTokensOf(ctx, input.account_id));
    const owner = { serviceAccountId: input.account_id };
    const { count } = await revokeTokenRow(tx, owner, input.id, ctx.clock.now());
    if (count === 0) throw new NotFoundError("token", input.id);
    return audit(
      "token.revoke",
      { target: { type: "token", id: input.id }, detail: { service_account: input.account_id } },
      undefined,
    );
  },
);

function refuseDeactivated(account: Row): void {
  if (account.deactivatedAt)
    throw new ConflictError(
      "This service account is deactivated. Activate it first.",
      because("account_deactivated"),
    );
}
