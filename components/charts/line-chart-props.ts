import type { Band, Line } from "./lines";

export type Range = { from: number; to: number };
export type LineChartProps = {
  lines: readonly Line[];
  bands?: readonly Band[];
  isLog: boolean;
  height: number;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** A stretch of x that was drawn with the pointer. */
  onZoom?: ((range: Range) => void) | undefined;
};
export type EngineProps = LineChartProps & { moreText: (count: number) => string };
