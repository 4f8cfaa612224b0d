/**
 * Measures the flights model on every day of [from, to): trained on the days before, scored on the day by the runtime
 * that serves it. `node scripts/run-ts.mjs scripts/measure-flights.ts [from] [to]`; January 2001 by default.
 */
import { addDays, type Day, daysBefore, daysBetween } from "@/pipelines/flights/data/day";
import { HISTORY_DAYS } from "@/pipelines/flights/data/feature-window";
import { sourceFlights } from "@/pipelines/flights/data/source";
import { inputsOf } from "@/pipelines/flights/model/columns";
import { evaluate } from "@/pipelines/flights/model/evaluate";
import { onnxOf } from "@/pipelines/flights/model/onnx";
import { score } from "@/pipelines/flights/model/score";
import { TRAINING_DAYS } from "@/pipelines/flights/model/train-day";
import { trainHere } from "@/pipelines/flights/model/train-here";

const [from = "2001-01-02", to = "2001-02-01"] = process.argv.slice(2);
const FIGURES = ["auc", "log_loss", "baseline_log_loss", "brier", "baseline_brier", "base_rate"] as const;
type Line = Record<(typeof FIGURES)[number], number>;

const lines: Line[] = [];
for (const day of daysBetween(from, to)) {
  const line = await measure(day);
  lines.push(line);
  console.log([day, ...FIGURES.map((name) => `${name} ${line[name].toFixed(4)}`)].join("  "));
}
for (const name of FIGURES) {
  const values = lines.map((line) => line[name]);
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  console.log(
    `${name}: mean ${mean.toFixed(4)}, ${Math.min(...values).toFixed(4)} to ${Math.max(...values).toFixed(4)}`,
  );
}
const share = (good: (line: Line) => boolean) => `${lines.filter(good).length} of ${lines.length} days`;
console.log(`AUC over 0.5 on ${share((line) => line.auc > 0.5)}`);
console.log(`log loss under the base rate's on ${share((line) => line.log_loss < line.baseline_log_loss)}`);
console.log(`Brier under the base rate's on ${share((line) => line.brier < line.baseline_brier)}`);

async function measure(day: Day): Promise<Line> {
  const { from } = daysBefore(day, TRAINING_DAYS);
  const history = daysBefore(day, TRAINING_DAYS + HISTORY_DAYS);
  const { trained, holdout } = await trainHere(sourceFlights(history.from, addDays(day, 1)), from, day);
  const chances = await score(onnxOf(trained.model, {}), inputsOf(holdout));
  const result = evaluate(holdout.late, chances, trained.late_share);
  return { ...result, auc: result.auc ?? Number.NaN };
}
