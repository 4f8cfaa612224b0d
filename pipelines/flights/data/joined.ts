import type { DuckDBConnection } from "@duckdb/node-api";
import { ENTITIES, featureTable, WINDOWS, windowColumns } from "./feature-window";

/** "system" is all flights together: the sum over the origins. */
export const LEVELS = ["system", ...ENTITIES] as const;
export type Level = (typeof LEVELS)[number];

/** Flights with what was known when their day began, column by column; a new airport or route has counts of 0. */
export type Flights = { rows: number; late: Uint8Array; column(name: string): Float64Array };

/**
 * `flights` is a query with the columns of `usableFlights`; the tables `<entity>_features` exist. The order is the
 * source's, whatever the flights were read from.
 */
export async function joinedFlights(connection: DuckDBConnection, flights: string): Promise<Flights> {
  const result = await connection.runAndReadAll(joinedSql(flights));
  const names = result.columnNames();
  const columns = result.getColumnsJS();
  const byName = new Map(names.map((name, at) => [name, Float64Array.from(columns[at] ?? [], Number)]));
  const column = (name: string): Float64Array => {
    const found = byName.get(name);
    if (!found) throw new Error(`The joined flights have no column "${name}".`);
    return found;
  };
  return { rows: result.currentRowCount, late: Uint8Array.from(column("late")), column };
}

function joinedSql(flights: string): string {
  // Sums of whole numbers, so that the order of rows cannot change a bit: share * flights is a count of flights.
  const system = WINDOWS.map((window) => {
    const { flights: n, lateShare, meanDelay } = windowColumns(window);
    return `sum(${n}) AS ${n}, sum(round(${meanDelay} * ${n})) / nullif(sum(${n}), 0) AS ${meanDelay},
      sum(round(${lateShare} * ${n})) / nullif(sum(${n}), 0) AS ${lateShare}`;
  });
  const columns = LEVELS.flatMap((level) =>
    WINDOWS.flatMap((window) =>
      Object.values(windowColumns(window)).map(
        (name) => `CAST(coalesce(${level}.${name}, 0) AS DOUBLE) AS ${level}_${name}`,
      ),
    ),
  );
  return `SELECT f.source_row, f.late, f.hour, f.isodow, f.distance, ${columns.join(", ")}
    FROM (${flights}) f
    LEFT JOIN ${featureTable("origin")} origin ON origin.as_of = f.day AND origin.origin = f.origin
    LEFT JOIN ${featureTable("destination")} destination
      ON destination.as_of = f.day AND destination.destination = f.destination
    LEFT JOIN ${featureTable("route")} route
      ON route.as_of = f.day AND route.origin = f.origin AND route.destination = f.destination
    LEFT JOIN (SELECT as_of, ${system.join(", ")} FROM ${featureTable("origin")} GROUP BY as_of) system
      ON system.as_of = f.day
    ORDER BY f.source_row`;
}
