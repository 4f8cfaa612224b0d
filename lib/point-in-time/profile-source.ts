import type { DuckDBConnection } from "@duckdb/node-api";
import { rowsOf } from "./duck";
import { whole } from "./latest-rows";
import { profileColumn, type Read, sampleSql } from "./profile";
import { type ColumnProfile, type FeatureProfile, PROFILED_TEXTS, type SourceProfileJob } from "./schema";
import { Failures, openFiles, sourceSql } from "./source-table";

const PARTS = 20;

/** How the values of each feature are spread, of rows with event times in a range, or of a sample of them where there are many. */
export async function* profileSource(
  connection: DuckDBConnection,
  dir: string,
  { source, startUs, endUs }: SourceProfileJob,
): AsyncGenerator<{ total: number } | { line: string }> {
  const failures = new Failures();
  try {
    const sql = sourceSql(source, await openFiles(connection, dir, source.files), failures);
    const ends = [
      ...(startUs === null ? [] : [`ts >= ${whole(startUs)}`]),
      ...(endUs === null ? [] : [`ts < ${whole(endUs)}`]),
    ];
    const rows = `(SELECT * FROM (${sql}) WHERE ${ends.join(" AND ") || "true"})`;
    const [[total, first = null, last = null] = []] = await rowsOf(
      connection,
      `SELECT count(*)::DOUBLE, min(ts)::DOUBLE, max(ts)::DOUBLE FROM ${rows}`,
    );
    yield { total: Number(total) };
    yield { line: JSON.stringify([first, last]) };
    const held = source.features.map(({ type }, at) => `${heldSql(`f${at}`, type)} AS f${at}`).join(", ");
    await connection.run(
      `CREATE TEMP TABLE profiled AS SELECT ${held} FROM ${rows} ${sampleSql(Number(total))}`,
    );
    const read: Read = (value, name) => `(SELECT ${value(name)} AS v FROM profiled)`;
    for (const [at, { name, type }] of source.features.entries()) {
      const column = await profileColumn(connection, read, { name: `f${at}`, kind: kindOf(type) });
      const histogram = column.kind === "number" ? await histogramOf(connection, `f${at}`) : [];
      yield { line: JSON.stringify([{ ...column, name }, histogram] satisfies FeatureProfile) };
    }
  } catch (error) {
    throw failures.refusal(error) ?? error;
  }
}

function kindOf(type: string): ColumnProfile["kind"] {
  if (type === "STRING") return "text";
  return type === "BYTES" || type.endsWith("_LIST") ? "other" : "number";
}

/** No more of a value than is counted. */
function heldSql(sql: string, type: string): string {
  if (kindOf(type) === "number") return `CAST(${sql} AS DOUBLE)`;
  return kindOf(type) === "text"
    ? `left(${sql}, ${PROFILED_TEXTS.length})`
    : `CASE WHEN ${sql} IS NOT NULL THEN 1 END`;
}

/** Few whole numbers have a part each. Halves, because the distance of two doubles may be none. */
async function histogramOf(connection: DuckDBConnection, name: string): Promise<number[]> {
  const found = await rowsOf(
    connection,
    `WITH held AS (SELECT ${name} AS v FROM profiled WHERE ${name} IS NOT NULL AND isfinite(${name})),
     ends AS (SELECT min(v) AS low, max(v) / 2 - min(v) / 2 AS half, bool_and(v = trunc(v)) AS is_whole FROM held),
     parts AS (SELECT *, CASE WHEN half = 0 THEN 1 WHEN is_whole AND half < ${PARTS / 2} THEN 2 * half + 1 ELSE ${PARTS} END AS parts FROM ends)
     SELECT parts::DOUBLE, CASE WHEN half = 0 THEN 0 ELSE least(parts - 1, floor((v / 2 - low / 2) / half * parts)) END::DOUBLE AS part, count(*)::DOUBLE
     FROM held, parts GROUP BY ALL`,
  );
  const counts = new Array<number>(Number(found[0]?.[0] ?? 0)).fill(0);
  for (const [, part, count] of found) counts[Number(part)] = Number(count);
  return counts;
}
