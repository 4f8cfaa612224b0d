import type { CalibrationBin } from "../model/evaluate";
import { type Group, interval } from "../model/group";
import { type Frame, line, percent, px, scale, svg, text, ticks } from "./svg";

const SQUARE: Frame = { width: 420, height: 330, left: 44, right: 20, top: 12, bottom: 40 };
const WIDE: Frame = { width: 880, height: 250, left: 44, right: 12, top: 12, bottom: 40 };

/** Predicted against seen, in ten equal groups with their 95 % intervals; on the diagonal the model is honest. */
export function calibrationChart(bins: readonly CalibrationBin[]): string {
  const ranges = bins.map((bin) => interval(bin.observed, bin.rows));
  const most = ceiling([...bins.map((bin) => bin.mean_predicted), ...ranges.map(([, high]) => high)]);
  const at = scale(SQUARE, { x: most, y: most });
  const marks = bins.map((bin, index) => {
    const [low, high] = ranges[index] ?? [0, 0];
    const x = at.x(bin.mean_predicted);
    const words = `predicted ${percent(bin.mean_predicted, 1)}, late ${percent(bin.observed, 1)} of ${bin.rows}`;
    return `<g><title>${words}</title><path class="whisker" d="M${px(x)} ${px(at.y(low))}V${px(at.y(high))}"/><circle class="dot" cx="${px(x)}" cy="${px(at.y(bin.observed))}" r="4.5"/></g>`;
  });
  return svg(SQUARE, "Calibration: share predicted late against share that was late", [
    grid(SQUARE, most, most),
    line(
      [
        [at.x(0), at.y(0)],
        [at.x(most), at.y(most)],
      ],
      "ideal",
    ),
    line(
      bins.map((bin) => [at.x(bin.mean_predicted), at.y(bin.observed)] as const),
      "curve",
    ),
    ...marks,
    axisName(SQUARE, "predicted chance of being late"),
  ]);
}

export function rocChart(curve: readonly (readonly [number, number])[], auc: number | null): string {
  const at = scale(SQUARE, { x: 1, y: 1 });
  const points = curve.map(([x, y]) => [at.x(x), at.y(y)] as const);
  const floor = [
    [at.x(1), at.y(0)],
    [at.x(0), at.y(0)],
  ] as const;
  return svg(SQUARE, `ROC curve, area ${auc?.toFixed(3) ?? "not defined"}`, [
    grid(SQUARE, 1, 1),
    line([...points, ...floor], "area"),
    line(
      [
        [at.x(0), at.y(0)],
        [at.x(1), at.y(1)],
      ],
      "ideal",
    ),
    line(points, "curve"),
    axisName(SQUARE, "share of on-time flights flagged"),
  ]);
}

/** Bars for what was seen, a line for what was predicted. Hours with few flights are pale. */
export function hourChart(hours: readonly Group[]): string {
  const most = ceiling(hours.filter(isBusy).flatMap((hour) => [hour.observed, hour.predicted]));
  const at = scale(WIDE, { x: 24, y: most });
  const bars = hours.map((hour) => {
    const x = at.x(Number(hour.key));
    const top = at.y(Math.min(most, hour.observed));
    const words = `${hour.key}:00: late ${percent(hour.observed, 1)}, predicted ${percent(hour.predicted, 1)}, ${hour.rows} flights`;
    return `<g class="${isBusy(hour) ? "bar" : "bar few"}"><title>${words}</title><rect x="${px(x + 4)}" y="${px(top)}" width="${px(at.x(1) - at.x(0) - 8)}" height="${px(at.y(0) - top)}" rx="2"/></g>`;
  });
  const middle = (hour: Group) => at.x(Number(hour.key) + 0.5);
  const predicted = hours.map((hour) => [middle(hour), at.y(Math.min(most, hour.predicted))] as const);
  const names = Array.from({ length: 12 }, (_, index) => index * 2).map((hour) =>
    text(at.x(hour + 0.5), WIDE.height - WIDE.bottom + 16, String(hour).padStart(2, "0"), "middle"),
  );
  return svg(WIDE, "Share late by hour of departure, seen and predicted", [
    grid(WIDE, null, most),
    ...bars,
    line(predicted, "curve"),
    ...predicted.map(([x, y]) => `<circle class="dot small" cx="${px(x)}" cy="${px(y)}" r="3"/>`),
    ...names,
    axisName(WIDE, "hour of departure"),
  ]);
}

const FEW_FLIGHTS = 30;
const isBusy = (group: Group): boolean => group.rows >= FEW_FLIGHTS;

function grid(frame: Frame, mostX: number | null, mostY: number): string {
  const at = scale(frame, { x: mostX ?? 1, y: mostY });
  const rows = ticks(mostY).map(
    (tick) =>
      `${line(
        [
          [frame.left, at.y(tick)],
          [frame.width - frame.right, at.y(tick)],
        ],
        "grid",
      )}${text(frame.left - 8, at.y(tick) + 4, percent(tick), "end")}`,
  );
  const columns = (mostX === null ? [] : ticks(mostX)).map((tick) =>
    text(at.x(tick), frame.height - frame.bottom + 16, percent(tick), "middle"),
  );
  return [...rows, ...columns].join("");
}

function axisName(frame: Frame, name: string): string {
  return text((frame.left + frame.width - frame.right) / 2, frame.height - 6, name, "middle");
}

/** A round end of the axis with a little air. */
function ceiling(values: readonly number[]): number {
  return Math.min(1, Math.ceil(Math.max(0.1, ...values) * 1.05 * 20) / 20);
}
