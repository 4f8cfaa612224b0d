import { artifacts, environment, input, objects, result } from "gwanje/task";
import { dayOf } from "../data/day";
import { keys } from "../data/keys";
import { scoreDay } from "../model/score-day";
import { reportPage } from "../report/page";
import rules from "../rules.json";

const { params } = await input();
const day = dayOf(params, environment().dataIntervalStart);
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
await result({ day, auc, log_loss, baseline_log_loss, brier, baseline_brier, rows: evaluation.rows });

function percent(share: number): string {
  return `${(share * 100).toFixed(1)} %`;
}
