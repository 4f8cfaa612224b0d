import { environment, input, objects, result } from "gwanje/task";
import { addDays, type Day, dayOf, daysBefore, daysBetween, SOURCE_START } from "../data/day";
import { withDuck } from "../data/duck";
import { ENTITIES, featureTable, HISTORY_DAYS, makeFeatures } from "../data/feature-window";
import { flightsBetween } from "../data/history";
import { dayOfFeatureKey, keys } from "../data/keys";

const UPLOADS_AT_ONCE = 8;

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
const next = addDays(day, 1);
const stored = new Set<Day>();
for await (const { key } of objects.list(keys.featureFolder("route"))) {
  const found = dayOfFeatureKey(key);
  if (found !== null) stored.add(found);
}
// All days since the source begins, so that what a flight is given does not depend on which days have run before.
const asOf = daysBetween(addDays(SOURCE_START, 1), addDays(next, 1)).filter(
  (one) => one >= day || !stored.has(one),
);
const history = { from: daysBefore(asOf[0] ?? next, HISTORY_DAYS).from, to: next };
const flights = await flightsBetween(history.from, history.to, ".");

const rows = await withDuck(async (connection) => {
  const days = asOf.map((one) => `SELECT DATE '${one}' AS as_of`).join(" UNION ALL ");
  await makeFeatures(connection, flights, days);
  const counts: Record<string, number> = {};
  for (const entity of ENTITIES) {
    for (const one of asOf)
      await connection.run(
        `COPY (SELECT * FROM ${featureTable(entity)} WHERE event_timestamp = DATE '${one}')
         TO '${entity}-${one}.parquet' (FORMAT parquet, COMPRESSION zstd)`,
      );
    const counted = await connection.runAndReadAll(
      `SELECT count(*) FROM ${featureTable(entity)} WHERE event_timestamp = DATE '${next}'`,
    );
    counts[entity] = Number(counted.getRowsJS()[0]?.[0]);
  }
  return counts;
});

// The route's last: where it is, the day is whole.
for (const entity of ENTITIES) {
  const queue = asOf.values();
  const uploader = async () => {
    for (const one of queue) await objects.upload(`${entity}-${one}.parquet`, keys.features(entity, one));
  };
  await Promise.all(Array.from({ length: UPLOADS_AT_ONCE }, uploader));
  console.log(`${rows[entity]} rows as of ${next}: ${objects.url(keys.features(entity, next))}`);
}
await result({ day, as_of: `${next}T00:00:00Z`, days_written: asOf.length, rows });
