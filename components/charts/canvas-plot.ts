import uPlot from "uplot";
import type { Band, Line } from "./lines";

export type Hover = { x: number; y: number | null; left: number; top: number };

type Wanted = {
  lines: readonly Line[];
  bands: readonly Band[];
  isLog: boolean;
  size: { width: number; height: number };
  /** The value of a colour token in the theme that is shown. */
  color: (token: string) => string;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  onHover: (hover: Hover | null) => void;
  onZoom: ((range: { from: number; to: number }) => void) | null;
};

/** Canvas colours take an opacity by mixing, because tokens are oklch(). */
const pale = (color: string, percent: number) => `color-mix(in oklab, ${color} ${percent}%, transparent)`;

/** One list of x for all, with holes where a line has no point: uPlot draws through holes and not through nulls. */
export function tableOf(lines: readonly Line[], bands: readonly Band[]): uPlot.AlignedData {
  const tables: uPlot.AlignedData[] = [
    ...bands.flatMap(({ points }): uPlot.AlignedData[] => [
      [points.map(({ x }) => x), points.map(({ high }) => high)],
      [points.map(({ x }) => x), points.map(({ low }) => low)],
    ]),
    ...lines.map(({ points }): uPlot.AlignedData => [points.map(({ x }) => x), points.map(({ y }) => y)]),
  ];
  return tables.length === 0 ? [[]] : uPlot.join(tables);
}

/** Options of uPlot for the same look as the charts of recharts have. */
export function plotOptions(wanted: Wanted): uPlot.Options {
  const { lines, bands, isLog, size, color, formatX, formatY, onHover, onZoom } = wanted;
  const axis: uPlot.Axis = {
    stroke: color("--fg-subtle"),
    font: `12px ${getComputedStyle(document.body).fontFamily}`,
    ticks: { show: false },
  };
  return {
    ...size,
    padding: [8, 12, 0, 0],
    legend: { show: false },
    scales: { x: { time: false }, y: isLog ? { distr: 3 } : {} },
    axes: [
      { ...axis, grid: { show: false }, values: (_, ticks) => ticks.map(formatX), space: 90, size: 30 },
      {
        ...axis,
        grid: { stroke: color("--border"), width: 1 },
        values: (_, ticks) => ticks.map((tick) => (tick === null ? "" : formatY(tick))),
        size: 64,
        gap: 4,
      },
    ],
    series: [
      {},
      ...bands.flatMap(() => [
        { width: 0, points: { show: false } },
        { width: 0, points: { show: false } },
      ]),
      ...lines.map(
        ({ look, isBehind }): uPlot.Series => ({
          stroke: isBehind ? pale(color(look.color), 35) : color(look.color),
          width: isBehind ? 1 : 1.5,
          dash: [...look.dash],
          points: { show: false },
        }),
      ),
    ],
    bands: bands.map(({ look }, index) => ({
      series: [2 * index + 1, 2 * index + 2],
      fill: pale(color(look.color), 16),
    })),
    cursor: {
      y: false,
      points: { show: false },
      drag: { x: onZoom !== null, y: false, setScale: false },
    },
    hooks: {
      setCursor: [
        (plot) => {
          const { left = -1, top = -1 } = plot.cursor;
          onHover(left < 0 ? null : { x: plot.posToVal(left, "x"), y: plot.posToVal(top, "y"), left, top });
        },
      ],
      setSelect: [
        (plot) => {
          const { left, width } = plot.select;
          if (width > 0 && onZoom)
            onZoom({ from: plot.posToVal(left, "x"), to: plot.posToVal(left + width, "x") });
          plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
        },
      ],
    },
  };
}
