import { artifacts, environment, input, objects, result } from "gwanje/task";
import { withRun } from "gwanje/tracking";
import { dayOf, daysBefore } from "../data/day";
import { withDuck } from "../data/duck";
import { entityRows } from "../data/entity-rows";
import { flightsBetween } from "../data/history";
import { NO_FLIGHTS, readFlights, storedRows } from "../data/joined";
import { keys } from "../data/keys";
import { usableFlights } from "../data/source";
import { withFeatures } from "../data/with-features";
import { WEIGHED } from "../model/columns";
import { onnxOf } from "../model/onnx";
import { EXPERIMENT, logTraining } from "../model/tracking";
import { sampleOf, TRAINING_DAYS, trainOn } from "../model/train-day";
import rules from "../rules.json";

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
const training = daysBefore(day, TRAINING_DAYS);

const flights = await flightsBetween(training.from, day, ".");
const learned = await withDuck(async (connection) => {
  await connection.run(`CREATE TABLE usable AS ${usableFlights(flights)}`);
  const sample = await sampleOf(connection);
  await connection.run(
    `COPY (${entityRows(sample.every)}) TO 'rows.parquet' (FORMAT parquet, COMPRESSION zstd)`,
  );
  return sample;
});
await objects.upload("rows.parquet", keys.trainingRows(day));
const set = learned.rows === 0 ? null : await withFeatures(keys.trainingRows(day), "joined.parquet");
const rows = set
  ? await withDuck((connection) => readFlights(connection, storedRows("joined.parquet")))
  : NO_FLIGHTS;
const trained = trainOn(rows, learned);
const { model, losses, ...figures } = trained;

const file = onnxOf(model, {
  label: `late by more than ${rules.late_after_minutes} minutes`,
  trained_on: `[${training.from}, ${training.to})`,
});
const metrics = {
  day,
  trained_on: training,
  days: learned.days,
  rows: learned.rows,
  fitted_rows: rows.rows,
  ...figures,
  weights: Object.fromEntries(WEIGHED.map(({ name }, at) => [name, model.weights[at]])),
  intercept: model.intercept,
};
const text = JSON.stringify(metrics, null, 2);
await objects.put(keys.model(day), file);
await objects.put(keys.metrics(day), text);
await artifacts.put("model.onnx", file);
await artifacts.put("metrics.json", text);

const runId = await withRun({ experiment: EXPERIMENT, name: day, tags: { day } }, async (run) => {
  await logTraining(run, {
    metrics,
    file,
    losses,
    trainingSet: set && { id: set.id, url: objects.url(set.data) },
  });
  return run.id;
});

if (trained.training === null) {
  console.log(
    `${day} is the first day of the data: no day before it to learn from. Every flight gets the usual chance.`,
  );
} else {
  const { auc, log_loss } = trained.training;
  console.log(
    `Trained on ${learned.days} days, ${rows.rows} of ${learned.rows} flights, ${WEIGHED.length} columns.`,
  );
  console.log(`On its own rows: AUC ${auc?.toFixed(4)}, log loss ${log_loss.toFixed(4)}.`);
}
await result({
  day,
  days: learned.days,
  rows: learned.rows,
  late_share: trained.late_share,
  training_auc: trained.training?.auc ?? null,
  training_set: set?.data ?? null,
  model: objects.url(keys.model(day)),
  metrics: keys.metrics(day),
  run_id: runId,
});
