import type { DuckDBConnection } from "@duckdb/node-api";
import { firstRow } from "../data/duck";
import { USUAL_LATE_SHARE } from "../data/feature-window";
import type { Flights } from "../data/joined";
import { INPUTS, inputsOf, logit, WEIGHED, weighedOf } from "./columns";
import { type Evaluation, evaluate } from "./evaluate";
import { fitLogistic, type Logistic, predict } from "./logistic";

/** How far back the model learns. Four weeks hold every weekday four times; longer gained nothing measurable. */
export const TRAINING_DAYS = 28;
/** More rows change the third decimal of no figure, and the fit's time grows with them. */
const MOST_ROWS = 40_000;
/** Of standardised weights: what this many undecided flights would say. */
const FLIGHT_PENALTY = 20;
/**
 * A day's weather moves all its flights together, so thousands of flights say little more about a day-level column
 * than one day would: its penalty is this many days' worth of flights.
 */
const DAY_PENALTY_DAYS = 1;

export type Trained = {
  model: Logistic;
  late_share: number;
  /** On the rows it was fitted to: an upper bound, not a promise. Null where there were none. */
  training: Evaluation | null;
  /** The penalised loss of a flight before each step of the fit. */
  losses: number[];
};

/** How many flights `usable` has to learn from, and every which of them is enough. */
export async function sampleOf(connection: DuckDBConnection, which = "true") {
  const counted = await firstRow(
    connection,
    `SELECT count(DISTINCT day) AS days, count(*) AS rows, avg(late) AS late FROM usable WHERE ${which}`,
  );
  const rows = Number(counted.rows);
  const every = Math.max(1, Math.ceil(rows / MOST_ROWS));
  return { days: Number(counted.days), rows, lateShare: Number(counted.late), every };
}

/** `flights` are the sampled ones of `days` days, each with the features of its own morning. */
export function trainOn(flights: Flights, of: { days: number; lateShare: number }): Trained {
  if (flights.rows === 0) return guess();
  const values = weighedOf(inputsOf(flights));
  const perDay = flights.rows / of.days;
  const penalty = WEIGHED.map(({ level }) => (level === "day" ? DAY_PENALTY_DAYS * perDay : FLIGHT_PENALTY));
  const losses: number[] = [];
  const model = fitLogistic(values, flights.late, penalty, (loss) => losses.push(loss));
  return {
    model,
    losses,
    late_share: of.lateShare,
    training: evaluate(flights.late, predict(model, values), of.lateShare),
  };
}

/** Without a day to learn from: every flight is late with the usual chance. What learns has to beat it. */
function guess(): Trained {
  return {
    model: { weights: new Float64Array(WEIGHED.length), intercept: logit(USUAL_LATE_SHARE) },
    losses: [],
    late_share: USUAL_LATE_SHARE,
    training: null,
  };
}

/** The columns of the model as MLflow describes them. What stands for the unknown may be missing. */
export const SIGNATURE = INPUTS.map(({ name, unknown }) => ({
  type: name === "hour" ? "long" : "float",
  name,
  required: unknown === null,
}));
