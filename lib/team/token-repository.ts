import type { Db, Sql, Tx } from "@/lib/platform/db";
import { ConflictError, NotFoundError } from "@/lib/platform/errors";

type Store = Tx | Db["prisma"];
/** The owner of a token. Every query on tokens names it. */
export type TokenOwner = { userId: string } | { serviceAccountId: string };

/** Valid tokens, and expired ones, which people should see and replace. Without revoked ones. */
const listed = (now: Date) => ({
  revokedAt: null,
  OR: [{ replacedBy: null }, { expiresAt: { gt: now } }],
});

export const createTokenRow = (store: Store, data: Parameters<Tx["apiToken"]["create"]>[0]["data"]) =>
  store.apiToken.create({ data });
export const listTokenRows = (store: Store, owner: TokenOwner, now: Date) =>
  store.apiToken.findMany({ where: { ...owner, ...listed(now) }, orderBy: { id: "desc" } });
export async function getTokenRow(store: Store, owner: TokenOwner, id: string) {
  const row = await store.apiToken.findFirst({ where: { ...owner, id } });
  if (!row) throw new NotFoundError("token", id);
  return row;
}
/** The owner and permissions of a token in one query, because every call with a token runs it. */
export async function findTokenWithOwner(sql: Sql, tokenHash: string): Promise<TokenWithOwner | null> {
  const [row] = await sql.hot<TokenWithOwner>(
    `SELECT t.id, t.name, t.scopes, t.expires_at AS "expiresAt", t.last_used_at AS "lastUsedAt",
       t.revoked_at AS "revokedAt", coalesce(t.user_id, t.service_account_id) AS "ownerId", coalesce(u.name, s.name) AS "ownerName", coalesce(u.role, s.role) AS "ownerRole",
       coalesce(u.deactivated_at, s.deactivated_at) AS "ownerDeactivatedAt"
     FROM api_token t LEFT JOIN user_account u ON u.id = t.user_id LEFT JOIN service_account s ON s.id = t.service_account_id
     WHERE t.token_hash = $1`,
    [tokenHash],
  );
  return row ?? null;
}
type TokenWithOwner = {
  id: string;
  name: string;
  scopes: string[];
  expiresAt: Date;
  lastUsedAt: Date | null;
  revokedAt: Date | null;
  ownerId: string;
  ownerName: string;
  ownerRole: string;
  ownerDeactivatedAt: Date | null;
};
/** Never back: of several processes that saw it, the latest use stands. */
export async function touchToken(sql: Sql, id: string, at: Date, ip: string | null): Promise<void> {
  await sql.hot(
    `UPDATE api_token SET last_used_at = $2, last_used_ip = $3
     WHERE id = $1 AND (last_used_at IS NULL OR last_used_at < $2)`,
    [id, at, ip],
  );
}
export const revokeTokenRow = (store: Store, owner: TokenOwner, id: string, now: Date) =>
  store.apiToken.updateMany({ where: { ...owner, id, revokedAt: null }, data: { revokedAt: now } });
/** Compare-and-set, so a token is replaced once and only while it is valid. */
export const replaceTokenRow = (
  tx: Tx,
  owner: TokenOwner,
  id: string,
  next: { replacedBy: string; expiresAt: Date },
  now: Date,
) =>
  tx.apiToken.updateMany({
    where: { ...owner, id, revokedAt: null, replacedBy: null, expiresAt: { gt: now } },
    data: next,
  });

export const listServiceAccountRows = (store: Store, now: Date) =>
  store.serviceAccount.findMany({
    orderBy: { id: "asc" },
    include: { tokens: { where: listed(now), orderBy: { id: "desc" } } },
  });
/** Locks the row until the end of the transaction. */
export async function lockServiceAccount(tx: Tx, id: string, now: Date) {
  await tx.$queryRaw`SELECT 1 FROM service_account WHERE id = ${id} FOR UPDATE`;
  const row = await tx.serviceAccount.findUnique({
    where: { id },
    include: { tokens: { where: listed(now), orderBy: { id: "desc" } } },
  });
  if (!row) throw new NotFoundError("service account", id);
  return row;
}
export async function createServiceAccountRow(
  tx: Tx,
  data: Parameters<Tx["serviceAccount"]["create"]>[0]["data"],
) {
  await refuseTakenName(tx, data.name);
  return tx.serviceAccount.create({ data });
}
export async function updateServiceAccount(
  tx: Tx,
  id: string,
  data: { name?: string; role?: string; description?: string | null; deactivatedAt?: Date | null },
) {
  if (data.name !== undefined) await refuseTakenName(tx, data.name, id);
  return tx.serviceAccount.update({ where: { id }, data });
}

async function refuseTakenName(tx: Tx, name: string, except?: string): Promise<void> {
  // Two at once wait for each other here, instead of violating the unique index.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtextextended(${`gwanje:service_account:${name}`}, 0))`;
  const taken = await tx.serviceAccount.findUnique({ where: { name } });
  if (taken && taken.id !== except)
    throw ConflictError.taken(
      "/name",
      name,
      "There is already a service account with this name. Choose another.",
    );
}
