import { objects } from "gwanje/task";
import type { Day } from "../data/day";
import { withDuck } from "../data/duck";
import { ENTITIES, featureTable } from "../data/feature-window";
import { joinedFlights } from "../data/joined";
import { keys } from "../data/keys";
import { storedFlights, usableFlights } from "../data/source";
import { columnsOf, encode } from "./columns";
import { type Evaluation, evaluate, rocCurve } from "./evaluate";
import { type Group, groupsOf } from "./group";
import { score } from "./score";

const AIRPORTS_SHOWN = 12;

/** What `train` left beside the model. */
export type Metrics = {
  trained_on: { from: Day; to: Day };
  days: number;
  rows: number;
  late_share: number;
  weights: Record<string, number>;
};

export type ScoredDay = {
  evaluation: Evaluation;
  roc: [number, number][];
  hours: Group[];
  /** The busiest origins, busiest first. */
  airports: Group[];
  metrics: Metrics;
};

/** Scores a day by what its run stored: the flights, their features and the model, which has not seen them. */
export async function scoreDay(day: Day): Promise<ScoredDay> {
  const metrics: Metrics = JSON.parse((await objects.get(keys.metrics(day))).toString());
  const model = await objects.get(keys.model(day));
  await objects.download(keys.rawParquet(day), "flights.parquet");
  for (const entity of ENTITIES)
    await objects.download(keys.features(entity, day), `${featureTable(entity)}.parquet`);

  const { flights, origins } = await withDuck(async (connection) => {
    await connection.run(`CREATE TABLE usable AS ${usableFlights(storedFlights(["flights.parquet"]))}`);
    for (const entity of ENTITIES) {
      const table = featureTable(entity);
      await connection.run(`CREATE TABLE ${table} AS SELECT * FROM read_parquet('${table}.parquet')`);
    }
    const named = await connection.runAndReadAll("SELECT origin FROM usable ORDER BY source_row");
    return {
      flights: await joinedFlights(connection, "SELECT * FROM usable"),
      origins: (named.getColumnsJS()[0] ?? []).map(String),
    };
  });

  const columns = columnsOf(flights);
  const names = columns.map((column) => column.name);
  if (names.join() !== Object.keys(metrics.weights).join()) {
    throw new Error(
      `The model of ${day} was trained on other columns than this code makes: run train again.`,
    );
  }
  const chances = await score(model, encode(columns, flights.rows), columns.length);
  const hour = flights.column("hour");
  const hours = groupsOf(flights.late, chances, (row) => String(hour[row] ?? 0).padStart(2, "0"));
  const airports = groupsOf(flights.late, chances, (row) => origins[row] ?? "");
  return {
    evaluation: evaluate(flights.late, chances, metrics.late_share),
    roc: rocCurve(flights.late, chances),
    hours: hours.sort((a, b) => a.key.localeCompare(b.key)),
    airports: airports.sort((a, b) => b.rows - a.rows).slice(0, AIRPORTS_SHOWN),
    metrics,
  };
}
