import { environment, input, objects, result } from "gwanje/task";
import { dayOf, daysBefore, daysBetween } from "../data/day";
import { withDuck } from "../data/duck";
import { ENTITIES, featureTable, HISTORY_DAYS, makeFeatures } from "../data/feature-window";
import { flightsBetween } from "../data/history";
import { keys } from "../data/keys";

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
const history = daysBefore(day, HISTORY_DAYS);
const flights = await flightsBetween(history.from, history.to, ".");

const rows = await withDuck(async (connection) => {
  await makeFeatures(connection, flights, `SELECT DATE '${day}' AS as_of`);
  const counts: Record<string, number> = {};
  for (const entity of ENTITIES) {
    const table = featureTable(entity);
    await connection.run(`COPY ${table} TO '${table}.parquet' (FORMAT parquet, COMPRESSION zstd)`);
    const counted = await connection.runAndReadAll(`SELECT count(*) FROM ${table}`);
    counts[entity] = Number(counted.getRowsJS()[0]?.[0]);
  }
  return counts;
});

for (const entity of ENTITIES) {
  await objects.upload(`${featureTable(entity)}.parquet`, keys.features(entity, day));
  console.log(`${rows[entity]} rows as of ${day}: ${objects.url(keys.features(entity, day))}`);
}
const historyDays = daysBetween(history.from, history.to).length;
await result({ day, as_of: `${day}T00:00:00Z`, history_days: historyDays, rows });
