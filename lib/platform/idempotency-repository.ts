import type { Db, Sql, Tx } from "./db";

type Store = Tx | Db["prisma"];
export type KeyRef = { scope: string; key: string };

/**
 * Returns false when the key is taken. Keys older than `before` are free again, and so are those whose call was cut off
 * before `cutOffBefore`.
 */
export async function claimKey(
  store: Store,
  ref: KeyRef,
  claim: { requestHash: string; now: Date; before: Date; cutOffBefore: Date },
): Promise<boolean> {
  const createdBefore = (lt: Date) => ({ createdAt: { lt } });
  await store.idempotencyKey.deleteMany({
    where: {
      ...ref,
      OR: [createdBefore(claim.before), { status: null, ...createdBefore(claim.cutOffBefore) }],
    },
  });
  const { count } = await store.idempotencyKey.createMany({
    data: [{ ...ref, requestHash: claim.requestHash, createdAt: claim.now }],
    skipDuplicates: true,
  });
  return count === 1;
}

export const findKey = (store: Store, ref: KeyRef) =>
  store.idempotencyKey.findUnique({ where: { scope_key: ref } });

export const freeKey = (store: Store, ref: KeyRef) => store.idempotencyKey.deleteMany({ where: ref });

/** `body` is sealed: an answer may hold a secret that is shown once. */
export const keepAnswer = (store: Store, ref: KeyRef, body: string) =>
  store.idempotencyKey.update({ where: { scope_key: ref }, data: { status: 200, body } });

export async function deleteOldKeys(sql: Sql): Promise<number> {
  const rows = await sql.rows(
    "DELETE FROM idempotency_key WHERE created_at < now() - interval '1 day' RETURNING 1",
  );
  return rows.length;
}
