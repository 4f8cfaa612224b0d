import type { Sql } from "@/lib/platform/db";
import type { RunFilter } from "../list-schema";
import { PLACE, runWhere } from "./run-where";

/** A run's place on the time axis. */
export type PlacedRun = { id: string; key: string };
/** The runs before a place, or those after it. */
export type GridFrom = { way: "older" | "newer"; key: string; id: string };
export type GridPlaces = { runs: PlacedRun[]; hasOlder: boolean; hasNewer: boolean };

/** `take` runs by their place, the latest first. */
export async function gridPage(
  sql: Sql,
  filter: RunFilter,
  { from, take }: { from: GridFrom | null; take: number },
): Promise<GridPlaces> {
  const { text, params } = runWhere(filter);
  const given = (value: unknown) => `$${params.push(value)}`;
  const [sign, order] = from?.way === "newer" ? [">", "ASC"] : ["<", "DESC"];
  const beyond = from
    ? `AND (${PLACE}, r.id) ${sign} (${given(from.key)}::text::timestamptz, ${given(from.id)}::text)`
    : "";
  const rows = await sql.rows<PlacedRun>(
    `SELECT r.id, (${PLACE})::text AS key FROM dag_run r WHERE ${text} ${beyond}
     ORDER BY ${PLACE} ${order}, r.id ${order} LIMIT ${given(take + 1)}::int`,
    params,
  );
  const runs = rows.slice(0, take);
  const more = rows.length > take;
  if (from?.way !== "newer") return { runs, hasOlder: more, hasNewer: from !== null };
  if (more) return { runs: runs.toReversed(), hasOlder: true, hasNewer: true };
  // The last step towards the present fills the page.
  return gridPage(sql, filter, { from: null, take });
}
