import { objects } from "gwanje/task";
import type { Day } from "../data/day";
import { withDuck } from "../data/duck";
import { entityRows } from "../data/entity-rows";
import { readFlights, storedRows } from "../data/joined";
import { keys } from "../data/keys";
import { storedFlights, usableFlights } from "../data/source";
import { withFeatures } from "../data/with-features";
import { inputsOf, WEIGHED } from "./columns";
import { type Evaluation, evaluate, rocCurve } from "./evaluate";
import { type Group, groupsOf } from "./group";
import { score } from "./score";

const AIRPORTS_SHOWN = 12;

/** What `train` left beside the model. */
export type Metrics = {
  trained_on: { from: Day; to: Day };
  days: number;
  rows: number;
  fitted_rows: number;
  late_share: number;
  training: Evaluation | null;
  weights: Record<string, number | undefined>;
};

export type ScoredDay = {
  evaluation: Evaluation;
  roc: [number, number][];
  hours: Group[];
  /** The busiest origins, busiest first. */
  airports: Group[];
  metrics: Metrics;
  /** The key of the flights with their features. */
  trainingSet: string;
};

/** Scores a day by the model that `train` stored, which has not seen it, with what was known when each flight left. */
export async function scoreDay(day: Day): Promise<ScoredDay> {
  const metrics: Metrics = JSON.parse((await objects.get(keys.metrics(day))).toString());
  const model = await objects.get(keys.model(day));
  await objects.download(keys.rawParquet(day), "flights.parquet");
  await withDuck(async (connection) => {
    await connection.run(`CREATE TABLE usable AS ${usableFlights(storedFlights(["flights.parquet"]))}`);
    await connection.run(`COPY (${entityRows()}) TO 'rows.parquet' (FORMAT parquet, COMPRESSION zstd)`);
  });
  await objects.upload("rows.parquet", keys.holdoutRows(day));
  const set = await withFeatures(keys.holdoutRows(day), "joined.parquet");
  const flights = await withDuck((connection) => readFlights(connection, storedRows("joined.parquet")));
  if (WEIGHED.map(({ name }) => name).join() !== Object.keys(metrics.weights).join()) {
    throw new Error(
      `The model of ${day} was trained on other columns than this code makes: run train again.`,
    );
  }
  const chances = await score(model, inputsOf(flights));
  const hour = flights.column("hour");
  const origins = flights.texts("origin");
  const hours = groupsOf(flights.late, chances, (row) => String(hour[row] ?? 0).padStart(2, "0"));
  const airports = groupsOf(flights.late, chances, (row) => origins[row] ?? "");
  return {
    evaluation: evaluate(flights.late, chances, metrics.late_share),
    roc: rocCurve(flights.late, chances),
    hours: hours.sort((a, b) => a.key.localeCompare(b.key)),
    airports: airports.sort((a, b) => b.rows - a.rows).slice(0, AIRPORTS_SHOWN),
    metrics,
    trainingSet: set.data,
  };
}
