import type { RunFilter } from "../list-schema";

/** The condition of a statement over `dag_run r`, and its parameters. */
export type Where = { text: string; params: unknown[] };

/** When a run first started, or since when it waits. An index has the same expression. */
export const BEGAN = "coalesce(r.first_started_at, r.queued_at)";
/** Where a run stands on the time axis of its pipeline. An index has the same expression. */
export const PLACE = "coalesce(r.logical_date, r.queued_at)";
/** Runs without a logical date come last. An index has the same expression. */
export const LOGICAL = "coalesce(r.logical_date, '-infinity'::timestamptz)";

/** Only what the filter names becomes a condition, so that the planner sees which index serves. */
export function runWhere(filter: RunFilter, params: unknown[] = []): Where {
  const given = (value: unknown): string => {
    params.push(value);
    return `$${params.length}`;
  };
  const one = (column: string, values: readonly string[] | undefined) =>
    values === undefined || values.length === 0
      ? null
      : values.length === 1
        ? `${column} = ${given(values[0])}`
        : `${column} = ANY(${given(values)}::text[])`;
  const from = (column: string, at: string | undefined, sign: ">=" | "<") =>
    at === undefined ? null : `${column} ${sign} ${given(at)}::timestamptz`;
  const conditions = [
    one("r.dag_id", filter.dag_id),
    one("r.state", filter.state),
    one("r.run_type", filter.run_type),
    filter.version === undefined
      ? null
      : `r.dag_version_id IN (SELECT v.id FROM dag_version v WHERE v.dag_id = r.dag_id AND v.number = ${given(filter.version)}::int)`,
    filter.backfill_id === undefined ? null : ofBackfill(given(filter.backfill_id)),
    filter.tag === undefined
      ? null
      : `r.dag_id IN (SELECT d.dag_id FROM dag d WHERE ${given(filter.tag)}::text = ANY(d.tags))`,
    filter.triggered_by === undefined ? null : `r.triggered_by = ${given(filter.triggered_by)}`,
    from(BEGAN, filter.started_from, ">="),
    from(BEGAN, filter.started_before, "<"),
    from(LOGICAL, filter.logical_from, ">="),
    from(LOGICAL, filter.logical_before, "<"),
    // A run without a logical date is not before one.
    filter.logical_before !== undefined && filter.logical_from === undefined
      ? "r.logical_date IS NOT NULL"
      : null,
    filter.q === undefined || filter.q.trim() === "" ? null : hasText(filter.q.trim(), given),
  ].filter((condition) => condition !== null);
  return { text: conditions.length > 0 ? conditions.join(" AND ") : "true", params };
}

/** Its runs, those too that were moved to a later backfill. */
function ofBackfill(id: string): string {
  return `(r.backfill_id = ${id} OR r.id IN (SELECT p.run_id FROM dag_run_past p WHERE p.backfill_id = ${id}))`;
}

function hasText(text: string, given: (value: unknown) => string): string {
  const part = given(`%${text.replace(/[\\%_]/g, (mark) => `\\${mark}`)}%`);
  return `(r.id = ${given(text)} OR r.dag_id ILIKE ${part} OR r.run_key ILIKE ${part} OR r.note ILIKE ${part})`;
}
