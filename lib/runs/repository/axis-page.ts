import type { Sql } from "@/lib/platform/db";
import type { RunFilter } from "../list-schema";
import { PLACE, runWhere } from "./run-where";

/** A run's place on the time axis of its pipeline. */
export type PlacedRun = { id: string; key: string };
/** The runs before a place, or those after it. */
export type AxisFrom = { way: "older" | "newer"; key: string; id: string };
export type AxisPage = { runs: PlacedRun[]; hasOlder: boolean; hasNewer: boolean };
/** Only runs that have this task, in one of these states. */
export type OfTask = { task_id: string; states: readonly string[] | undefined };

type Wanted = { from: AxisFrom | null; take: number; task?: OfTask | undefined };

/** `take` runs by their place, the latest first. */
export async function axisPage(sql: Sql, filter: RunFilter, { from, take, task }: Wanted): Promise<AxisPage> {
  const { text, params } = runWhere(filter);
  const given = (value: unknown) => `$${params.push(value)}`;
  const [sign, order] = from?.way === "newer" ? [">", "ASC"] : ["<", "DESC"];
  const ofTask = task
    ? `AND EXISTS (SELECT 1 FROM task_instance t WHERE t.run_id = r.id AND t.task_id = ${given(task.task_id)}::text
         ${task.states ? `AND t.state = ANY(${given(task.states)}::text[])` : ""})`
    : "";
  const beyond = from
    ? `AND (${PLACE}, r.id) ${sign} (${given(from.key)}::text::timestamptz, ${given(from.id)}::text)`
    : "";
  const rows = await sql.rows<PlacedRun>(
    `SELECT r.id, (${PLACE})::text AS key FROM dag_run r WHERE ${text} ${ofTask} ${beyond}
     ORDER BY ${PLACE} ${order}, r.id ${order} LIMIT ${given(take + 1)}::int`,
    params,
  );
  const runs = rows.slice(0, take);
  const more = rows.length > take;
  if (from?.way !== "newer") return { runs, hasOlder: more, hasNewer: from !== null };
  if (more) return { runs: runs.toReversed(), hasOlder: true, hasNewer: true };
  // The last step towards the present fills the page.
  return axisPage(sql, filter, { from: null, take, task });
}
