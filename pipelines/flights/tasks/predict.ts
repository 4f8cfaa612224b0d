import { environment, input, objects, predictions, result } from "gwanje/task";
import { versionByAlias } from "gwanje/tracking";
import { addDays, dayOf, SOURCE_END } from "../data/day";
import { withDuck } from "../data/duck";
import { scheduleRows } from "../data/entity-rows";
import { keys } from "../data/keys";
import { dayFlights, describedFlights } from "../data/source";
import { SERVICE, withFeatures } from "../data/with-features";
import { askEndpoint } from "../model/ask-endpoint";
import { CHAMPION, ENDPOINT, MODEL } from "../model/serving";

/** What stands beside each answer; the rest of a row is what the model takes. */
const BESIDE = ["event_timestamp", "flight", "day", "origin", "destination", "weekday", "distance"];

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
const next = addDays(day, 1);
await predictions.ensureEndpoint(ENDPOINT, {
  variant: { model: MODEL, alias: CHAMPION },
  feature_service: SERVICE,
  description:
    "How likely a flight is to be more than 15 minutes late, by what is known when its day begins.",
});
if (next >= SOURCE_END) {
  console.log(`${day} is the last day of the data: there is no next day to predict.`);
  await result({ day, next: null });
} else {
  await predict();
}

async function predict() {
  const champion = await versionByAlias(MODEL, CHAMPION);
  if (champion === null) throw new Error(`No version of ${MODEL} is the ${CHAMPION}: run report again.`);
  await withDuck((connection) =>
    connection.run(
      `COPY (${scheduleRows(describedFlights(dayFlights(next)))}) TO 'schedule.parquet' (FORMAT parquet, COMPRESSION zstd)`,
    ),
  );
  await objects.upload("schedule.parquet", keys.schedule(next));
  // Joined by time and not by what is online now, so that a day that is run again later is predicted by what was known then.
  const set = await withFeatures(keys.schedule(next), "joined.parquet");
  const batch = await predictions.batch({
    model: { name: MODEL, version: champion.version },
    source: { path: objects.url(set.data) },
    format: "parquet",
    key_columns: BESIDE,
  });
  await objects.download(batch.files.output.replace(/^s3:\/\/[^/]*\//, ""), "predictions.parquet");
  await objects.upload("predictions.parquet", keys.predictions(next));
  console.log(
    `Version ${champion.version} predicted ${batch.rows} flights of ${next}: ${objects.url(keys.predictions(next))}`,
  );
  const asked = await askEndpoint(next, "schedule.parquet");
  await result({
    day,
    next,
    version: champion.version,
    batch: batch.id,
    training_set: set.data,
    rows: batch.rows,
    rows_failed: batch.rows_failed,
    predictions: keys.predictions(next),
    asked,
  });
}
