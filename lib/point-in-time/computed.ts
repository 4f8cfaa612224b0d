import type { DuckDBAppender, DuckDBConnection } from "@duckdb/node-api";
import { compileFeatures, type Given } from "@/lib/on-demand";
import { quoteLargeNumbers } from "@/lib/platform/large-numbers";
import { rowsOf } from "./duck";
import { Refused } from "./refused";
import type { ComputedInput, ComputedView, JoinedView, WantedColumn } from "./schema";

/** Rows that are computed in one go, and so held in memory. */
const BATCH = 10_000;

const DUCK_TYPE = {
  STRING: "VARCHAR",
  INT32: "INTEGER",
  INT64: "BIGINT",
  UNIX_TIMESTAMP: "BIGINT",
  FLOAT: "FLOAT",
  DOUBLE: "DOUBLE",
  BOOL: "BOOLEAN",
} as const;
type Type = keyof typeof DUCK_TYPE;

/** Every computed feature, in the order of its columns c0, c1, ... */
export const computedColumns = (computed: readonly ComputedView[]) =>
  computed.flatMap(({ features }) => features);

/** Columns of the entity rows that expressions read: q0, q1, ... */
export function requestedOf(computed: readonly ComputedView[]): WantedColumn[] {
  const columns = new Map<string, WantedColumn>();
  for (const input of computed.flatMap(({ inputs }) => inputs))
    if ("column" in input.from) {
      const { column } = input.from;
      columns.set(requestedKey(column, input.type), { column, name: input.name, type: input.type });
    }
  return [...columns.values()];
}

const requestedKey = (column: string, type: string) => `${type} ${column}`;

/**
 * Makes the table `computed` (r, c0, c1, ...) of `given`, `asked` and the views' tables, where there is something to compute. The
 * values go the way that they go to the online store, so that an expression sees the same there.
 */
export async function addComputed(
  connection: DuckDBConnection,
  views: readonly JoinedView[],
  computed: readonly ComputedView[],
): Promise<void> {
  if (computed.length === 0) return;
  const compiled = computed.map((view) => compile(view));
  const requested = requestedOf(computed).map(({ column, type }) => requestedKey(column, type));
  const lists = computed.map(({ inputs }) => `json_array(${inputs.map((one) => inputSql(one, requested))})`);
  const joins = views.map((_, at) => `LEFT JOIN v${at} ON v${at}.r = a.r`).join(" ");
  await connection.run(
    `CREATE TEMP TABLE inputs AS SELECT a.r, json_array(${lists.join(", ")})::VARCHAR AS line
       FROM asked a ${joins} ORDER BY a.r`,
  );
  const columns = computedColumns(computed);
  const types = columns.map(({ type }, at) => `c${at} ${DUCK_TYPE[type]}`);
  await connection.run(`CREATE TEMP TABLE computed (r BIGINT, ${types.join(", ")})`);
  const [[count] = []] = await rowsOf(connection, "SELECT count(*)::DOUBLE FROM inputs");
  for (let from = 0; from < Number(count); from += BATCH) {
    const rows = await rowsOf(
      connection,
      `SELECT r::DOUBLE, line FROM inputs WHERE r >= ${from} AND r < ${from + BATCH} ORDER BY r`,
    );
    const appender = await connection.createAppender("computed", null, "temp");
    for (const [r, line] of rows) {
      appender.appendBigInt(BigInt(Number(r)));
      const given = readLine(String(line));
      for (const [at, view] of compiled.entries()) view(appender, given[at] ?? [], Number(r));
      appender.endRow();
    }
    appender.closeSync();
  }
}

type Write = (appender: DuckDBAppender, given: readonly Given[], row: number) => void;

function compile({ name, inputs, features }: ComputedView): Write {
  const compiled = compileFeatures(inputs, features);
  if (!Array.isArray(compiled)) throw new Refused(`${name}: ${compiled.problem}.`);
  return (appender, given, row) => {
    for (const [at, feature] of compiled.entries()) {
      const result = feature.compute(given);
      if ("problem" in result)
        throw new Refused(
          `${name}:${feature.name} cannot be computed for row ${row} of the entities: ${result.problem}.`,
        );
      append(appender, features[at]?.type ?? "STRING", result.value);
    }
  };
}

function append(appender: DuckDBAppender, type: Type, value: Given): void {
  if (value === null) appender.appendNull();
  else if (type === "STRING") appender.appendVarchar(String(value));
  else if (type === "INT32") appender.appendInteger(Number(value));
  else if (type === "INT64" || type === "UNIX_TIMESTAMP") appender.appendBigInt(bigOf(value));
  else if (type === "FLOAT") appender.appendFloat(Number(value));
  else if (type === "DOUBLE") appender.appendDouble(Number(value));
  else appender.appendBoolean(value === true);
}

const bigOf = (value: string | number | boolean) => BigInt(value);

function inputSql({ from, type }: ComputedInput, requested: readonly string[]): string {
  return "column" in from
    ? `a.q${requested.indexOf(requestedKey(from.column, type))}`
    : `v${from.view}.f${from.feature}`;
}

/** The guarantee: the SQL above made it, of values of scalar types. */
function readLine(line: string): Given[][] {
  return JSON.parse(quoteLargeNumbers(line)) as Given[][];
}
