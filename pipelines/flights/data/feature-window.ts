import type { DuckDBConnection } from "@duckdb/node-api";
import { usableFlights } from "./source";

/**
 * Point-in-time features. For an as-of day T and a window of w days the flights of [T - w, T) count: the day itself
 * never does. `features` (one T) and `train` (every training day as its own T) run this same SQL, so a model is
 * trained on exactly what it is given later.
 */
export const WINDOWS = [1, 3, 7] as const;
export const HISTORY_DAYS = Math.max(...WINDOWS);

export const ENTITIES = ["origin", "destination", "route"] as const;
export type Entity = (typeof ENTITIES)[number];
const KEYS: Record<Entity, readonly string[]> = {
  origin: ["origin"],
  destination: ["destination"],
  route: ["origin", "destination"],
};

export const windowColumns = (window: number) => ({
  flights: `flights_${window}d`,
  meanDelay: `mean_delay_${window}d`,
  lateShare: `late_share_${window}d`,
});

export const featureTable = (entity: Entity) => `${entity}_features`;

/**
 * Makes the tables `usable` (flights, cleaned) and `<entity>_features` with one row per as-of day and entity that flew
 * in its last 7 days. `asOf` is a query of one DATE column `as_of`. Mean and share are null where a window is empty.
 */
export async function makeFeatures(
  connection: DuckDBConnection,
  flights: string,
  asOf: string,
): Promise<void> {
  await connection.run(`CREATE TABLE usable AS ${usableFlights(flights)}`);
  await connection.run(`CREATE TABLE as_of AS ${asOf}`);
  for (const entity of ENTITIES) {
    await connection.run(`CREATE TABLE ${featureTable(entity)} AS ${featureSql(entity)}`);
  }
}

function featureSql(entity: Entity): string {
  const names = KEYS[entity].join(", ");
  const daily = `SELECT day, ${names}, count(*) AS flights, sum(delay) AS delay, sum(late) AS late
    FROM usable GROUP BY day, ${names}`;
  const keys = KEYS[entity].map((key) => `d.${key}`).join(", ");
  const sums = WINDOWS.map((window) => {
    const columns = windowColumns(window);
    const within = `FILTER (d.day >= a.as_of - ${window})`;
    return `CAST(coalesce(sum(d.flights) ${within}, 0) AS INTEGER) AS ${columns.flights},
      CAST(sum(d.delay) ${within} AS DOUBLE) / sum(d.flights) ${within} AS ${columns.meanDelay},
      CAST(sum(d.late) ${within} AS DOUBLE) / sum(d.flights) ${within} AS ${columns.lateShare}`;
  });
  return `SELECT a.as_of, ${keys}, ${sums.join(",\n      ")}
    FROM as_of a JOIN (${daily}) d ON d.day < a.as_of AND d.day >= a.as_of - ${HISTORY_DAYS}
    GROUP BY a.as_of, ${keys} ORDER BY a.as_of, ${keys}`;
}
