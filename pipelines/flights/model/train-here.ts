import type { Day } from "../data/day";
import { withDuck } from "../data/duck";
import { entityRows } from "../data/entity-rows";
import { makeFeatures } from "../data/feature-window";
import { joinedHere, readFlights } from "../data/joined";
import { sampleOf, trainOn } from "./train-day";

/**
 * What features, train and report do of a day, without a feature store: for measurements and tests. `flights` is a query over
 * the training days from `from` on, the days before that their features look back to, and the day itself.
 */
export async function trainHere(flights: string, from: Day, day: Day) {
  return withDuck(async (connection) => {
    await makeFeatures(connection, flights, `SELECT DISTINCT CAST(date AS DATE) AS as_of FROM (${flights})`);
    await connection.run(`DELETE FROM usable WHERE day < DATE '${from}' OR day > DATE '${day}'`);
    const { days, rows, lateShare, every } = await sampleOf(connection, `day < DATE '${day}'`);
    await connection.run(`CREATE TABLE joined AS ${joinedHere(entityRows())}`);
    const of = (which: string) =>
      readFlights(connection, `SELECT * FROM joined WHERE ${which} ORDER BY flight`);
    const learned = await of(`day < '${day}' AND flight % ${every} = 0`);
    const trained = trainOn(learned, { days, lateShare });
    return { trained, days, rows, holdout: await of(`day = '${day}'`) };
  });
}
