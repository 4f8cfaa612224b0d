import type { Sql } from "@/lib/platform/db";
import type { StateRow, VariantRow } from "./endpoints";

export type NewVariant = Omit<VariantRow, "number">;

/** Returns its number: the one that it has already under this name, or the next one of its endpoint, which is locked. */
export async function variantNumber(sql: Sql, id: string, made: NewVariant, by: string): Promise<number> {
  const [row] = await sql.rows<{ number: number }>(
    `WITH known AS (SELECT number FROM endpoint_variant WHERE endpoint_id = $1::bigint AND name = $2
         AND model_name = $3 AND model_alias IS NOT DISTINCT FROM $4 AND model_version IS NOT DISTINCT FROM $5::int
         AND remote_url IS NOT DISTINCT FROM $6 AND remote_columns IS NOT DISTINCT FROM $7::text[]),
       made AS (INSERT INTO endpoint_variant (endpoint_id, number, name, model_name, model_alias, model_version, remote_url,
           remote_columns, created_by)
         SELECT $1::bigint, coalesce(max(number), 0) + 1, $2, $3, $4, $5::int, $6, $7::text[], $8 FROM endpoint_variant
         WHERE endpoint_id = $1::bigint HAVING NOT EXISTS (SELECT 1 FROM known) RETURNING number)
     SELECT number FROM known UNION ALL SELECT number FROM made`,
    [
      id,
      made.name,
      made.model,
      made.alias,
      made.version,
      made.remote?.url ?? null,
      made.remote?.columns ?? null,
      by,
    ],
  );
  return row?.number ?? 1;
}

export type NewState = Pick<StateRow, "slots" | "sticky" | "features"> & {
  shadow: { number: number; percent: number } | null;
};

/** Returns its number, the next one of its endpoint, which is locked. */
export async function insertState(sql: Sql, id: string, made: NewState, by: string): Promise<number> {
  const [row] = await sql.rows<{ number: number }>(
    `INSERT INTO endpoint_state (endpoint_id, number, slots, sticky_by, sticky_name, shadow_variant, shadow_percent,
       feature_service, feature_fallback, created_by)
     SELECT $1::bigint, coalesce(max(number), 0) + 1, $2::int[], $3, $4, $5::int, $6::int, $7, $8::jsonb, $9 FROM endpoint_state
     WHERE endpoint_id = $1::bigint RETURNING number`,
    [
      id,
      made.slots,
      made.sticky?.by ?? null,
      made.sticky?.name ?? null,
      made.shadow?.number ?? null,
      made.shadow?.percent ?? null,
      made.features?.service ?? null,
      made.features?.fallback ? JSON.stringify(made.features.fallback) : null,
      by,
    ],
  );
  return row?.number ?? 1;
}
