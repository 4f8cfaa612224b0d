import type { DuckDBConnection } from "@duckdb/node-api";
import { rowsOf } from "./duck";
import type { LatestJob } from "./schema";
import { Failures, openFiles, sourceSql } from "./source-table";

/**
 * The latest row of each entity as JSON texts, ordered by entity: [[keys], ts, created, [features]]. Of two rows the greater
 * (event time, created) wins; of equal ones their values decide, the same each time.
 */
export async function* latestRows(
  connection: DuckDBConnection,
  dir: string,
  { source, startUs, endUs, lateSinceUs, sample }: LatestJob,
): AsyncGenerator<{ total: number } | { line: string }> {
  const failures = new Failures();
  const keys = source.keys.map((_, at) => `k${at}`).join(", ");
  const features = source.features.map((_, at) => `f${at}`).join(", ");
  const shown = source.features.map(({ type }, at) => shownFeature(`f${at}`, type)).join(", ");
  const late = lateSinceUs === null ? "" : ` OR created >= ${whole(lateSinceUs)}`;
  try {
    const sql = sourceSql(source, await openFiles(connection, dir, source.files), failures);
    await connection.run(
      `CREATE TEMP TABLE latest AS SELECT * FROM (${sql})
       WHERE ts < ${whole(endUs)} AND (ts >= ${whole(startUs)}${late})
       QUALIFY row_number() OVER (PARTITION BY ${keys}
         ORDER BY ts DESC, created DESC NULLS LAST, hash(${features}) DESC) = 1`,
    );
    const [[count] = []] = await rowsOf(connection, "SELECT count(*)::DOUBLE FROM latest");
    yield { total: Number(count) };
    const from =
      sample === undefined ? "latest" : `(FROM latest USING SAMPLE reservoir(${whole(sample)} ROWS))`;
    const result = await connection.stream(
      `SELECT json_array(json_array(${keys}), ts, created, json_array(${shown}))::VARCHAR FROM ${from} ORDER BY ${keys}`,
    );
    for await (const rows of result.yieldRowsJson()) for (const [line] of rows) yield { line: String(line) };
  } catch (error) {
    throw failures.refusal(error) ?? error;
  }
}

function shownFeature(column: string, type: string): string {
  if (type === "BYTES") return `to_base64(${column})`;
  return type === "BYTES_LIST" ? `list_transform(${column}, lambda x: to_base64(x))` : column;
}

/** A number of ours as SQL. */
export function whole(value: number): string {
  if (!Number.isSafeInteger(value)) throw new Error(`${value} is no whole number`);
  return String(value);
}
