import { join } from "node:path";
import type { DuckDBConnection } from "@duckdb/node-api";
import { addComputed, computedColumns, requestedOf } from "./computed";
import { identifier, rowsOf, text } from "./duck";
import { Refused } from "./refused";
import type { ComputedView, JoinedView, JoinJob, WantedColumn } from "./schema";
import { columnSql, Failures, openFiles, type ReadFile, sourceSql, timeSql } from "./source-table";

/** What the file of entity rows is called in refusals. */
const ENTITIES = "entities";

/**
 * For each entity row what each view knew at its time: the row of the same join keys with the greatest event time that is not
 * later, and not older than the ttl (both ends count), of equal ones the one that was created last. Entity rows stay all of
 * them, in their order and with all their columns; where nothing was known the features are null. Rows are told apart by
 * their place, never by their values. Returns how many there are.
 */
export async function joinPointInTime(
  connection: DuckDBConnection,
  dir: string,
  { entities, timeField, views, computed, createdFilter, output }: JoinJob,
): Promise<number> {
  const failures = new Failures();
  try {
    const file = await openFiles(connection, dir, entities);
    refuseTaken(file, outputsOf(views, computed));
    // Its rowid is the place of each row in the file.
    await connection.run(`CREATE TEMP TABLE given AS SELECT * FROM ${file.reader}`);
    const keys = keysOf(views);
    const requested = requestedOf(computed);
    await connection.run(
      `CREATE TEMP TABLE asked AS ${askedSql(file, keys, requested, timeField, failures)}`,
    );
    const names = keys.map(({ name }) => name);
    for (const [at, view] of views.entries()) {
      const opened = await openFiles(connection, dir, view.source.files);
      const rows = sourceSql(view.source, opened, failures);
      await connection.run(`CREATE TEMP TABLE v${at} AS ${answerSql(view, names, rows, createdFilter)}`);
    }
    await addComputed(connection, views, computed);
    await connection.run(
      `COPY (${joinedSql(views, computed)}) TO ${text(join(dir, output))} (FORMAT parquet, COMPRESSION zstd)`,
    );
    const [[count] = []] = await rowsOf(connection, "SELECT count(*)::DOUBLE FROM given");
    return Number(count);
  } catch (error) {
    throw failures.refusal(error) ?? error;
  }
}

/** Each join key once. Sources may name its column differently. */
function keysOf(views: readonly JoinedView[]): WantedColumn[] {
  const keys = new Map(views.flatMap(({ source }) => source.keys.map((key) => [key.name, key] as const)));
  return [...keys.values()].map((key) => ({ ...key, column: key.name }));
}

/** Time and join keys of each entity row. A missing key is known to no view; a missing time is refused. */
function askedSql(
  file: ReadFile,
  keys: readonly WantedColumn[],
  requested: readonly WantedColumn[],
  timeField: string,
  failures: Failures,
): string {
  const sql = (column: WantedColumn) => columnSql(column, file, failures, ENTITIES);
  const read = [
    ...keys.map((key, at) => `${sql(key)} AS e${at}`),
    ...requested.map((field, at) => `${sql(field)} AS q${at}`),
  ];
  const ts = timeSql(timeField, file, failures, ENTITIES);
  const missing = failures.add(`${ENTITIES}: ${timeField} is missing in row`, "rowid");
  return `SELECT rowid AS r, ${[...read, `coalesce(${ts}, ${missing}) AS at_us`].join(", ")} FROM given`;
}

function answerSql(
  { source, ttlUs }: JoinedView,
  names: readonly string[],
  rows: string,
  createdFilter: boolean,
): string {
  const features = source.features.map((_, at) => `f${at}`).join(", ");
  const keys = source.keys.map((_, at) => `k${at}`).join(", ");
  const sameKeys = source.keys.map(({ name }, at) => `a.e${names.indexOf(name)} = s.k${at}`).join(" AND ");
  const youngEnough = ttlUs === 0 ? "true" : `s.ts >= a.at_us - ${BigInt(ttlUs)}`;
  const lastCreated = `created DESC NULLS LAST, hash(${features}) DESC`;
  if (createdFilter)
    return `SELECT a.r, ${features} FROM asked a JOIN (${rows}) s
      ON ${sameKeys} AND s.ts <= a.at_us AND ${youngEnough} AND s.created <= a.at_us
      QUALIFY row_number() OVER (PARTITION BY a.r ORDER BY s.ts DESC, s.${lastCreated}) = 1`;
  // One row for each time, so that the nearest time is the answer; when that one is too old, so are all before it.
  return `SELECT a.r, ${features} FROM asked a ASOF JOIN (
      SELECT * FROM (${rows}) QUALIFY row_number() OVER (PARTITION BY ${keys}, ts ORDER BY ${lastCreated}) = 1
    ) s ON ${sameKeys} AND a.at_us >= s.ts WHERE ${youngEnough}`;
}

function joinedSql(views: readonly JoinedView[], computed: readonly ComputedView[]): string {
  const features = views.flatMap(({ outputs }, view) =>
    outputs.flatMap((name, at) => (name === null ? [] : [`v${view}.f${at} AS ${identifier(name)}`])),
  );
  const joins = views.map((_, at) => `LEFT JOIN v${at} ON v${at}.r = g.rowid`);
  const added = computedColumns(computed).map(({ output }, at) => `c.c${at} AS ${identifier(output)}`);
  const join = added.length > 0 ? "LEFT JOIN computed c ON c.r = g.rowid" : "";
  return `SELECT ${["g.*", ...features, ...added].join(", ")} FROM given g ${joins.join(" ")} ${join} ORDER BY g.rowid`;
}

const outputsOf = (views: readonly JoinedView[], computed: readonly ComputedView[]) => [
  ...views.flatMap(({ outputs }) => outputs.filter((name) => name !== null)),
  ...computedColumns(computed).map(({ output }) => output),
];

/** DuckDB does not tell names apart by their case. */
function refuseTaken({ types }: ReadFile, outputs: readonly string[]): void {
  const taken = new Set([...types.keys()].map((name) => name.toLowerCase()));
  for (const name of outputs) {
    if (taken.has(name.toLowerCase()))
      throw new Refused(
        `${ENTITIES}: there would be two columns ${JSON.stringify(name)}. Rename the one of the entities, or ask for full_feature_names.`,
      );
    taken.add(name.toLowerCase());
  }
}
