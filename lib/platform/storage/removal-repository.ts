import type { Sql } from "../db";

/**
 * Objects whose rows are gone. The transaction that deletes the rows notes their keys in `object_removal`, so that an
 * object store that is away, or a process that dies after the commit, leaves no orphan: the note stays until the object
 * is gone. Keys are never used twice, so nothing that is noted is ever wanted again.
 */
export type Removal = { key: string; isPrefix: boolean };
export type Due = Removal & { id: string; isFresh: boolean };

export const BATCH = 100;
/** Longer than a batch takes. A process that dies with a batch in hand leaves it to others after that. */
const IN_HAND = "2 minutes";
/** What a task stored while its run was being deleted lies below the prefix too: prefixes are looked at once more. */
const LAST_LOOK = "1 hour";

/** Notes objects for removal, in the transaction that deletes their rows. */
export async function removeLater(sql: Sql, removals: readonly Removal[]): Promise<void> {
  await sql.rows(
    `INSERT INTO object_removal (key, is_prefix)
     SELECT key, "isPrefix" FROM jsonb_to_recordset($1::jsonb) AS g(key text, "isPrefix" boolean)`,
    [JSON.stringify(removals)],
  );
}

/** Takes a batch in hand by moving its due time; a success deletes the note, a failure leaves it to that time. */
export function takeDue(sql: Sql): Promise<Due[]> {
  return sql.rows<Due>(
    `UPDATE object_removal SET due_at = now() + interval '${IN_HAND}' * power(2, least(tries, 8)), tries = tries + 1
     WHERE id IN (SELECT id FROM object_removal WHERE due_at <= now() ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
     RETURNING id::text, key, is_prefix AS "isPrefix", created_at > now() - interval '${LAST_LOOK}' AS "isFresh"`,
  );
}

export async function settle(sql: Sql, one: Due): Promise<void> {
  if (one.isPrefix && one.isFresh)
    await sql.rows(
      `UPDATE object_removal SET due_at = created_at + interval '${LAST_LOOK}', tries = 0 WHERE id = $1::bigint`,
      [one.id],
    );
  else await sql.rows("DELETE FROM object_removal WHERE id = $1::bigint", [one.id]);
}
