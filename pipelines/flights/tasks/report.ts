import { artifacts, environment, input, objects, result } from "gwanje/task";
import { withRun } from "gwanje/tracking";
import { dayOf } from "../data/day";
import { keys } from "../data/keys";
import { scoreDay } from "../model/score-day";
import { logHoldout, registerAndPromote } from "../model/tracking";
import { reportPage } from "../report/page";
import rules from "../rules.json";

const { params, inputs } = await input();
const day = dayOf(params, environment().dataIntervalStart);
const runId = runOf(inputs.train);
const scored = await scoreDay(day);
const { evaluation, metrics } = scored;

const page = reportPage({
  day,
  ...scored,
  lateAfterMinutes: rules.late_after_minutes,
  training: {
    ...metrics.trained_on,
    days: metrics.days,
    rows: metrics.rows,
    lateShare: metrics.late_share,
    columns: Object.keys(metrics.weights).length,
  },
  model: objects.url(keys.model(day)),
});
const holdout = JSON.stringify({ day, ...evaluation }, null, 2);
await objects.put(keys.holdout(day), holdout);
await artifacts.put("report.html", page);
await artifacts.put("holdout.json", holdout);

const { auc, log_loss, baseline_log_loss, brier, baseline_brier } = evaluation;
console.log(
  `${day}: ${evaluation.rows} flights the model has not seen, ${percent(evaluation.base_rate)} late.`,
);
console.log(`AUC ${auc?.toFixed(4) ?? "not defined"} (guessing: 0.5)`);
console.log(`Log loss ${log_loss.toFixed(4)} (base rate: ${baseline_log_loss.toFixed(4)})`);
console.log(`Brier ${brier.toFixed(4)} (base rate: ${baseline_brier.toFixed(4)})`);

await withRun({ runId }, async (run) => {
  logHoldout(run, evaluation);
  await run.logText(page, "report.html");
  await run.logText(holdout, "holdout.json");
});
const registered = await registerAndPromote(runId, day);
console.log(
  registered.champion
    ? `Version ${registered.version} of ${registered.model} is the champion now.`
    : `Version ${registered.version} of ${registered.model} is not the champion: ${registered.why}`,
);
const figures = { auc, log_loss, baseline_log_loss, brier, baseline_brier, rows: evaluation.rows };
const { trainingSet } = scored;
await result({
  day,
  training_set: trainingSet,
  ...figures,
  version: registered.version,
  champion: registered.champion,
});

/** The run that train began. */
function runOf(trained: unknown): string {
  const found: unknown = Reflect.get(Object(trained), "run_id");
  if (typeof found !== "string") throw new Error("The result of train names no run: run train again.");
  return found;
}

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
