import type { Band, Line } from "./lines";

export type Range = { from: number; to: number };
export type LineChartProps = {
  lines: readonly Line[];
  bands?: readonly Band[];
  isLog: boolean;
  height: number;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
  /** From 0 to the top, where they are not chosen by the engine. Only of few lines. */
  ticksY?: readonly number[] | undefined;
  /** A stretch of x that was drawn with the pointer. */
  onZoom?: ((range: Range) => void) | undefined;
};
export type EngineProps = LineChartProps & { moreText: (count: number) => string };
