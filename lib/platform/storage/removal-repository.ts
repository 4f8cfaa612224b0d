import type { Sql } from "../db";

/**
 * Objects whose rows are deleted. The transaction that deletes the rows notes their keys in `object_removal`, and the
 * note stays until the object is removed, so neither an unreachable store nor a process that dies leaves an orphan.
 * Keys are never reused.
 */
export type Removal = { key: string; isPrefix: boolean };
export type Due = Removal & { id: string; isFresh: boolean };

export const BATCH = 100;
/** Longer than a batch takes. After that, other processes take over the batch of one that died. */
const IN_HAND = "2 minutes";
/** A task may still store objects while its run is deleted, so prefixes are removed a second time. */
const LAST_LOOK = "1 hour";

/** Called in the transaction that deletes the rows. */
export async function removeLater(sql: Sql, removals: readonly Removal[]): Promise<void> {
  await sql.rows(
    `INSERT INTO object_removal (key, is_prefix)
     SELECT key, "isPrefix" FROM jsonb_to_recordset($1::jsonb) AS g(key text, "isPrefix" boolean)`,
    [JSON.stringify(removals)],
  );
}

/** Columns hold whole milliseconds: what is due now may have been rounded to the next one. */
const IS_DUE = "due_at <= now() + interval '1 millisecond'";

/** Takes a batch by moving its due time. Success deletes the note; after a failure it is due at that time. */
export function takeDue(sql: Sql): Promise<Due[]> {
  return sql.rows<Due>(
    `UPDATE object_removal SET due_at = now() + interval '${IN_HAND}' * power(2, least(tries, 8)), tries = tries + 1
     WHERE id IN (SELECT id FROM object_removal WHERE ${IS_DUE} ORDER BY id LIMIT ${BATCH} FOR UPDATE SKIP LOCKED)
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
