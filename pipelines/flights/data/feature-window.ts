import type { DuckDBConnection } from "@duckdb/node-api";
import { usableFlights } from "./source";

/**
 * What was known at the beginning of a day: for an as-of day T and a window of w days the flights of [T - w, T) count, the day
 * itself never does. A row is true from midnight of T on, which is its `event_timestamp`, so that a join by time gives a
 * flight nothing of its own day.
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

/** One flight in five is late in a usual year; it only matters where there is no history at all. */
export const USUAL_LATE_SHARE = 0.2;
/** How many flights of the wider group an airport's or route's own record weighs against. */
const STRENGTH = { system: 100, origin: 20, destination: 20, route: 10 } as const;
const WIDER = { origin: "system", destination: "system", route: "origin" } as const;

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
  for (const entity of ENTITIES)
    await connection.run(`CREATE TABLE ${entity}_counts AS ${countsSql(KEYS[entity])}`);
  await connection.run(`CREATE TABLE system_shares AS ${systemSql()}`);
  for (const entity of ENTITIES)
    await connection.run(`CREATE TABLE ${entity}_shares AS ${sharesSql(entity)}`);
  for (const entity of ENTITIES)
    await connection.run(`CREATE TABLE ${featureTable(entity)} AS ${featureSql(entity)}`);
}

const eachWindow = (of: (window: number) => string[]) => WINDOWS.flatMap(of).join(",\n      ");

/** Sums of whole numbers, so that the order of rows cannot change a bit. */
function countsSql(keys: readonly string[]): string {
  const names = keys.join(", ");
  const daily = `SELECT day, ${names}, count(*) AS n, sum(delay) AS delay, sum(late) AS late FROM usable GROUP BY day, ${names}`;
  const own = keys.map((key) => `d.${key}`).join(", ");
  const sums = eachWindow((w) =>
    ["n", "late", "delay"].map(
      (name) =>
        `CAST(coalesce(sum(d.${name}) FILTER (d.day >= a.as_of - ${w}), 0) AS INTEGER) AS ${name}_${w}`,
    ),
  );
  return `SELECT a.as_of, ${own}, ${sums}
    FROM as_of a JOIN (${daily}) d ON d.day < a.as_of AND d.day >= a.as_of - ${HISTORY_DAYS}
    GROUP BY a.as_of, ${own}`;
}

/** All flights together: the share late, pulled towards the usual one, and the mean delay. */
function systemSql(): string {
  const { system } = STRENGTH;
  const columns = eachWindow((w) => [
    `(sum(late_${w}) + ${system * USUAL_LATE_SHARE}) / (sum(n_${w}) + ${system}) AS share_${w}`,
    `coalesce(sum(delay_${w}) / nullif(sum(n_${w}), 0), 0) AS mean_${w}`,
  ]);
  return `SELECT as_of, ${columns} FROM origin_counts GROUP BY as_of`;
}

/** The share late, pulled towards the wider group's as far as flights are few. */
function sharesSql(entity: Entity): string {
  const wider = WIDER[entity];
  const by = wider === "origin" ? "AND w.origin = c.origin" : "";
  const columns = eachWindow((w) => [
    `w.share_${w} AS wider_${w}`,
    `(c.late_${w} + ${STRENGTH[entity]} * w.share_${w}) / (c.n_${w} + ${STRENGTH[entity]}) AS share_${w}`,
  ]);
  return `SELECT c.*, ${columns} FROM ${entity}_counts c JOIN ${wider}_shares w ON w.as_of = c.as_of ${by}`;
}

const logit = (share: string) => `(ln(${share}) - ln(1 - ${share}))`;
const float = (sql: string, name: string) => `CAST(${sql} AS FLOAT) AS ${name}`;

/** Shares as log-odds relative to the wider group, so that each column adds only what is new. */
function featureSql(entity: Entity): string {
  const columns = eachWindow((w) => [
    `c.n_${w} AS ${entity}_flights_${w}d`,
    float(`c.delay_${w} / nullif(c.n_${w}, 0)`, `${entity}_mean_delay_${w}d`),
    float(`c.late_${w} / nullif(c.n_${w}, 0)`, `${entity}_late_share_${w}d`),
    float(`${logit(`c.share_${w}`)} - ${logit(`c.wider_${w}`)}`, `${entity}_late_logit_${w}d`),
    float(
      `coalesce(c.delay_${w} / nullif(c.n_${w}, 0) - s.mean_${w}, 0) * c.n_${w} / (c.n_${w} + ${STRENGTH[entity]})`,
      `${entity}_delay_${w}d`,
    ),
    ...(entity === "origin" ? [float(logit(`c.wider_${w}`), `system_late_logit_${w}d`)] : []),
  ]);
  const keys = KEYS[entity].map((key) => `c.${key}`).join(", ");
  return `SELECT CAST(c.as_of AS TIMESTAMP) AS event_timestamp, ${keys},
      ${float(`ln(1 + c.n_7)`, `log_${entity}_flights_7d`)}, ${columns}
    FROM ${entity}_shares c JOIN system_shares s ON s.as_of = c.as_of ORDER BY c.as_of, ${keys}`;
}
