import type { DuckDBConnection } from "@duckdb/node-api";
import { literal } from "./duck";
import { ENTITIES, featureTable } from "./feature-window";

/** Flights with what was known when each left, column by column; NaN where nothing was known. */
export type Flights = {
  rows: number;
  late: Uint8Array;
  column(name: string): Float64Array;
  texts(name: string): string[];
};

export const NO_FLIGHTS: Flights = {
  rows: 0,
  late: new Uint8Array(),
  column: () => new Float64Array(),
  texts: () => [],
};

/** `query` gives rows with their features, such as those of a training set; their order stays. */
export async function readFlights(connection: DuckDBConnection, query: string): Promise<Flights> {
  const result = await connection.runAndReadAll(query);
  const columns = result.getColumnsJS();
  const places = new Map(result.columnNames().map((name, at) => [name, at]));
  const values = (name: string): readonly unknown[] => {
    const place = places.get(name);
    if (place === undefined) throw new Error(`The joined flights have no column "${name}".`);
    return columns[place] ?? [];
  };
  const column = (name: string) =>
    Float64Array.from(values(name), (value) => (value === null ? Number.NaN : Number(value)));
  return {
    rows: result.currentRowCount,
    late: places.has("late") ? Uint8Array.from(column("late")) : new Uint8Array(),
    column,
    texts: (name) => values(name).map(String),
  };
}

export const storedRows = (file: string) => `SELECT * FROM read_parquet(${literal(file)})`;

/**
 * What the feature store joins, without one: for measurements and tests. The tables of `makeFeatures` exist; `rows` are
 * entity rows.
 */
export function joinedHere(rows: string): string {
  const joins = ENTITIES.map((entity) => {
    const keys = entity === "route" ? ["origin", "destination"] : [entity];
    const same = keys.map((key) => `r.${key} = ${entity}.${key}`).join(" AND ");
    return `ASOF LEFT JOIN ${featureTable(entity)} ${entity} ON ${same} AND r.event_timestamp >= ${entity}.event_timestamp`;
  });
  const features = ENTITIES.map(
    (entity) =>
      `${entity}.* EXCLUDE (event_timestamp, ${entity === "route" ? "origin, destination" : entity})`,
  );
  return `SELECT r.*, CAST(ln(r.distance) AS FLOAT) AS log_distance, CAST(r.weekday = 6 AS FLOAT) AS is_saturday,
      CAST(r.weekday = 7 AS FLOAT) AS is_sunday, ${features.join(", ")}
    FROM (${rows}) r ${joins.join("\n    ")} ORDER BY r.flight`;
}
