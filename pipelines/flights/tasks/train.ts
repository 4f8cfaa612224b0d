import { artifacts, environment, input, objects, result } from "gwanje/task";
import { withRun } from "gwanje/tracking";
import { dayOf, daysBefore } from "../data/day";
import { HISTORY_DAYS } from "../data/feature-window";
import { flightsBetween } from "../data/history";
import { keys } from "../data/keys";
import { onnxOf } from "../model/onnx";
import { EXPERIMENT, logTraining } from "../model/tracking";
import { TRAINING_DAYS, trainOn } from "../model/train-day";
import rules from "../rules.json";

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
const training = daysBefore(day, TRAINING_DAYS);

// The first training days need their own days before, or their features would be poorer than the scored day's.
const history = daysBefore(day, TRAINING_DAYS + HISTORY_DAYS);
const trained = await trainOn(await flightsBetween(history.from, history.to, "."), training.from);
const { model, columns, losses, ...figures } = trained;

const file = onnxOf(model, columns, {
  label: `late by more than ${rules.late_after_minutes} minutes`,
  trained_on: `[${training.from}, ${training.to})`,
});
const metrics = {
  day,
  trained_on: training,
  ...figures,
  weights: Object.fromEntries(columns.map((name, at) => [name, model.weights[at]])),
  intercept: model.intercept,
};
const text = JSON.stringify(metrics, null, 2);
await objects.put(keys.model(day), file);
await objects.put(keys.metrics(day), text);
await artifacts.put("model.onnx", file);
await artifacts.put("metrics.json", text);

const runId = await withRun({ experiment: EXPERIMENT, name: day, tags: { day } }, async (run) => {
  await logTraining(run, { trained, training, file, metrics, losses });
  return run.id;
});

if (trained.training === null) {
  console.log(
    `${day} is the first day of the data: no day before it to learn from. Every flight gets the usual chance.`,
  );
} else {
  const { auc, log_loss } = trained.training;
  console.log(
    `Trained on ${trained.days} days, ${trained.fitted_rows} of ${trained.rows} flights, ${columns.length} columns.`,
  );
  console.log(`On its own rows: AUC ${auc?.toFixed(4)}, log loss ${log_loss.toFixed(4)}.`);
}
await result({
  day,
  days: trained.days,
  rows: trained.rows,
  late_share: trained.late_share,
  training_auc: trained.training?.auc ?? null,
  model: objects.url(keys.model(day)),
  metrics: keys.metrics(day),
  run_id: runId,
});
