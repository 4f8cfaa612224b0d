import type { Day } from "../data/day";
import type { Evaluation } from "../model/evaluate";
import type { Group } from "../model/group";
import { calibrationChart, hourChart, rocChart } from "./charts";
import { STYLE } from "./style";
import { escapeHtml, percent } from "./svg";

export type Report = {
  day: Day;
  evaluation: Evaluation;
  roc: readonly (readonly [number, number])[];
  hours: readonly Group[];
  airports: readonly Group[];
  lateAfterMinutes: number;
  training: { from: Day; to: Day; days: number; rows: number; lateShare: number; columns: number };
  /** Where the model is, as s3://. */
  model: string;
};

/** One self-contained document: the day, how well it was foreseen, and by what. */
export function reportPage(report: Report): string {
  const { evaluation, training } = report;
  const title = longDay(report.day);
  const body = [
    `<header><p class="kicker">Flights / day report</p><h1>${title}</h1><p class="lead">${summary(report)}</p></header>`,
    tiles(evaluation),
    `<div class="pair">${card("Calibration", "Ten groups of equal size, least to most likely late, with 95 % intervals. On the dashed line the model is honest.", calibrationChart(evaluation.calibration))}
     ${card("Ranking", `Late flights caught against on-time flights flagged. Area under the curve ${evaluation.auc?.toFixed(3) ?? "not defined"}; guessing gives 0.5.`, rocChart(report.roc, evaluation.auc))}</div>`,
    card("By hour of departure", legend, hourChart(report.hours)),
    card("The busiest airports of the day", legend, airportTable(report.airports)),
    card("How this was made", "", facts(report)),
    `<p class="note">The clock of a flight is when it left, not when it should have: the score is one given at take-off. ${training.days < 7 ? "With less than a week before it, the model knows little of weekdays and weather yet." : ""}</p>`,
  ];
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<title>Flights, ${report.day}</title><style>${STYLE}</style></head>
<body><main>${body.join("\n")}</main></body></html>
`;
}

function summary({ evaluation, lateAfterMinutes, training }: Report): string {
  const { rows, base_rate, mean_predicted, auc } = evaluation;
  const ranked =
    auc === null
      ? ""
      : ` Of a late and an on-time flight, it gave the late one the higher chance in ${percent(auc, 1)} of pairs.`;
  return `${percent(base_rate, 1)} of ${rows.toLocaleString("en")} flights were more than ${lateAfterMinutes} minutes late. The model, which had seen ${daysSeen(training.days)} before, expected ${percent(mean_predicted, 1)}.${ranked}`;
}

function daysSeen(days: number): string {
  if (days === 0) return "no day";
  return days === 1 ? "only the day" : `only the ${days} days`;
}

function tiles(evaluation: Evaluation): string {
  const tile = (name: string, value: string, under: string, tone = "") =>
    `<div class="tile"><span>${name}</span><b>${value}</b><span${tone && ` class="${tone}"`}>${under}</span></div>`;
  const against = (loss: number, baseline: number) => {
    const better = 1 - loss / baseline;
    const tone = better >= 0 ? "good" : "bad";
    const word = better >= 0 ? "better" : "worse";
    return [`${percent(Math.abs(better), 1)} ${word} than base rate`, tone] as const;
  };
  return `<section class="tiles">${tile("AUC", evaluation.auc?.toFixed(3) ?? "n/a", "guessing gives 0.500")}
    ${tile("Log loss", evaluation.log_loss.toFixed(3), ...against(evaluation.log_loss, evaluation.baseline_log_loss))}
    ${tile("Brier score", evaluation.brier.toFixed(3), ...against(evaluation.brier, evaluation.baseline_brier))}
    ${tile("Late", percent(evaluation.base_rate, 1), `${percent(evaluation.mean_predicted, 1)} predicted`)}</section>`;
}

const legend = `<span class="legend"><span><i class="seen"></i>was late</span><span><i></i>predicted</span></span>`;

function card(title: string, words: string, content: string): string {
  return `<section class="card"><h2>${title}</h2>${words && `<p>${words}</p>`}${content}</section>`;
}

function airportTable(airports: readonly Group[]): string {
  const most = Math.max(0.01, ...airports.flatMap((airport) => [airport.observed, airport.predicted]));
  const width = (share: number) => `${((share / most) * 100).toFixed(1)}%`;
  const rows = airports.map(
    (airport) =>
      `<tr><td>${escapeHtml(airport.key)}</td><td>${airport.rows}</td><td>${percent(airport.observed, 1)}</td><td>${percent(airport.predicted, 1)}</td><td class="meter"><meter-bar style="--seen:${width(airport.observed)};--predicted:${width(airport.predicted)}"></meter-bar></td></tr>`,
  );
  return `<table><thead><tr><th scope="col">Airport</th><th scope="col">Flights</th><th scope="col">Late</th><th scope="col">Predicted</th><th class="meter"></th></tr></thead><tbody>${rows.join("")}</tbody></table>`;
}

function facts({ training, model }: Report): string {
  const rows: [string, string][] = [
    [
      "Learned from",
      `[${training.from}, ${training.to}), ${training.days} days, ${training.rows.toLocaleString("en")} flights`,
    ],
    ["Late in training", percent(training.lateShare, 1)],
    ["Model", `logistic regression with a ridge penalty, ${training.columns} columns, ONNX`],
    ["File", model],
    ["Data", "US flights of January to June 2001, from the package vega-datasets"],
  ];
  return `<dl>${rows.map(([name, value]) => `<dt>${name}</dt><dd>${escapeHtml(value)}</dd>`).join("")}</dl>`;
}

/** Saturday 24 February 2001; put together here, because locales place commas differently from one Node to the next. */
function longDay(day: Day): string {
  const date = new Date(`${day}T00:00:00Z`);
  const part = (options: Intl.DateTimeFormatOptions) =>
    date.toLocaleDateString("en", { ...options, timeZone: "UTC" });
  return [
    part({ weekday: "long" }),
    part({ day: "numeric" }),
    part({ month: "long" }),
    part({ year: "numeric" }),
  ].join(" ");
}
