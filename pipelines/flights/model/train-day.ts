import { withDuck } from "../data/duck";
import { makeFeatures } from "../data/feature-window";
import { joinedFlights } from "../data/joined";
import { type Column, columnsOf, encode, logit, USUAL_LATE_SHARE } from "./columns";
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
  columns: string[];
  days: number;
  rows: number;
  fitted_rows: number;
  late_share: number;
  /** On the rows it was fitted to: an upper bound, not a promise. Null where there were none. */
  training: Evaluation | null;
  /** The penalised loss of a flight before each step of the fit. */
  losses: number[];
};

/**
 * `history` is a query over the days before `day`; the training days are those from `from` on, each with the features
 * of its own morning. Sampling goes by the row's place in the source, so the same days give the same bytes.
 */
export async function trainOn(history: string, from: string): Promise<Trained> {
  return withDuck(async (connection) => {
    await makeFeatures(
      connection,
      history,
      `SELECT DISTINCT CAST(date AS DATE) AS as_of FROM (${history}) WHERE date >= TIMESTAMP '${from}'`,
    );
    const counted = await connection.runAndReadAll(
      `SELECT count(DISTINCT day), count(*), avg(late) FROM usable WHERE day >= DATE '${from}'`,
    );
    const [days = 0, rows = 0, lateShare = 0] = (counted.getRowsJS()[0] ?? []).map(Number);
    const every = Math.max(1, Math.ceil(rows / MOST_ROWS));
    const flights = await joinedFlights(
      connection,
      `SELECT * FROM usable WHERE day >= DATE '${from}' AND source_row % ${every} = 0`,
    );
    const columns = columnsOf(flights);
    if (flights.rows === 0) return guess(columns);
    const values = encode(columns, flights.rows);
    const perDay = flights.rows / days;
    const penalty = columns.map(({ level }) =>
      level === "day" ? DAY_PENALTY_DAYS * perDay : FLIGHT_PENALTY,
    );
    const losses: number[] = [];
    const model = fitLogistic(values, flights.late, penalty, (loss) => losses.push(loss));
    return {
      model,
      losses,
      columns: columns.map((column) => column.name),
      days,
      rows,
      fitted_rows: flights.rows,
      late_share: lateShare,
      training: evaluate(flights.late, predict(model, values), lateShare),
    };
  });
}

/** Without a day to learn from: every flight is late with the usual chance. What learns has to beat it. */
function guess(columns: readonly Column[]): Trained {
  return {
    model: { weights: new Float64Array(columns.length), intercept: logit(USUAL_LATE_SHARE) },
    losses: [],
    columns: columns.map((column) => column.name),
    days: 0,
    rows: 0,
    fitted_rows: 0,
    late_share: USUAL_LATE_SHARE,
    training: null,
  };
}
