import { Binds } from "@/lib/platform/binds";
import type { Sql } from "@/lib/platform/db";
import type { ComparisonRow, ComparisonSection } from "../schema";
import { LOWER_IS_BETTER, MOST_CHARACTERS, MOST_ROWS, type PointChoice } from "../values";

type Wanted = {
  /** Runs that are there, as 32 hex digits. */
  runIds: readonly string[];
  search: string;
  onlyDifferences: boolean;
};
type Cells = { key: string; differs: boolean; cells: Record<string, string | number> };
type Row = { total: number; differing: number; rows: Cells[] | null };

/** Values of keys that runs logged, one statement for all of them. `but`: keys that other sections show. */
export function paramCells(sql: Sql, wanted: Wanted): Promise<ComparisonSection> {
  return textCells(sql, "run_param", wanted, []);
}
export function tagCells(sql: Sql, wanted: Wanted, but: readonly string[]): Promise<ComparisonSection> {
  return textCells(sql, "run_tag", wanted, but);
}

function textCells(
  sql: Sql,
  table: "run_param" | "run_tag",
  wanted: Wanted,
  but: readonly string[],
): Promise<ComparisonSection> {
  const binds = new Binds();
  const runs = binds.add(wanted.runIds, "uuid[]");
  const cells = `SELECT k.key, array_position(${runs}, k.run_id) - 1 AS at, k.value
    FROM ${table} k WHERE k.run_id = ANY(${runs}) AND k.key <> ALL(${binds.add(but, "text[]")})
      AND ${NAMED(binds, wanted.search)}`;
  const shown = `CASE WHEN char_length(value) > ${MOST_CHARACTERS} THEN left(value, ${MOST_CHARACTERS - 1}) || '…' ELSE value END`;
  return section(sql, binds, { cells, shown, least: 'value COLLATE "C"', wanted });
}

/** One number of each metric. Only that of a step is read from the history. */
export function metricCells(
  sql: Sql,
  wanted: Wanted,
  { point, step }: { point: PointChoice; step: number },
): Promise<ComparisonSection> {
  const binds = new Binds();
  const runs = binds.add(wanted.runIds, "uuid[]");
  const { value, from } = pointSql(binds, point, step);
  const cells = `SELECT k.key, array_position(${runs}, k.run_id) - 1 AS at, ${value} AS value
    FROM run_metric k ${from} WHERE k.run_id = ANY(${runs}) AND ${NAMED(binds, wanted.search)}`;
  return section(sql, binds, { cells, shown: "value", least: "value", wanted });
}

function pointSql(binds: Binds, point: PointChoice, step: number): { value: string; from: string } {
  if (point === "last") return { value: "k.value", from: "" };
  if (point === "step")
    return {
      value: "at_step.value",
      from: `CROSS JOIN LATERAL (SELECT p.value FROM run_metric_point p
        WHERE p.metric_id = k.metric_id AND p.step <= ${binds.add(step, "bigint")}
        ORDER BY p.step DESC, p.timestamp DESC, p.value DESC LIMIT 1) at_step`,
    };
  const isLow = point === "best" ? `k.key ~* ${binds.add(LOWER_IS_BETTER, "text")}` : `${point === "min"}`;
  return {
    value: `COALESCE(CASE WHEN ${isLow} THEN k.min_value ELSE k.max_value END, 'NaN'::float8)`,
    from: "",
  };
}

const NAMED = (binds: Binds, search: string) =>
  `(${binds.add(search, "text")} = '' OR position(lower(${binds.add(search, "text")}) IN lower(k.key)) > 0)`;

async function section(
  sql: Sql,
  binds: Binds,
  { cells, shown, least, wanted }: { cells: string; shown: string; least: string; wanted: Wanted },
): Promise<ComparisonSection> {
  const count = wanted.runIds.length;
  const [row] = await sql.rows<Row>(
    `WITH cell AS MATERIALIZED (${cells}),
     named AS MATERIALIZED (
       SELECT key, count(*) < ${binds.add(count, "int")} OR min(${least}) <> max(${least}) AS differs FROM cell GROUP BY key),
     chosen AS (
       SELECT key, differs FROM named WHERE differs OR NOT ${binds.add(wanted.onlyDifferences ? 1 : 0, "int")}::boolean
       ORDER BY differs DESC, key COLLATE "C" LIMIT ${MOST_ROWS}),
     line AS (
       SELECT key, differs, json_object_agg(at, ${shown}) AS cells FROM cell JOIN chosen USING (key) GROUP BY key, differs)
     SELECT (SELECT count(*)::int FROM named) AS total, (SELECT count(*)::int FROM named WHERE differs) AS differing,
       (SELECT json_agg(json_build_object('key', key, 'differs', differs, 'cells', cells) ORDER BY key COLLATE "C")
        FROM line) AS rows`,
    binds.values,
  );
  return {
    total: row?.total ?? 0,
    differing: row?.differing ?? 0,
    rows: (row?.rows ?? []).map((line) => rowOf(line, count)),
  };
}

function rowOf({ key, differs, cells }: Cells, count: number): ComparisonRow {
  return { key, differs, values: Array.from({ length: count }, (_, at) => cells[at] ?? null) };
}
