"use client";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { type Band, engineOf, type Line } from "./lines";

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

const loading = () => null;
/** Both libraries are larger than a page, so they are loaded on demand. */
const SvgLines = dynamic(() => import("./svg-lines").then((module) => module.SvgLines), {
  ssr: false,
  loading,
});
const CanvasLines = dynamic(() => import("./canvas-lines").then((module) => module.CanvasLines), {
  ssr: false,
  loading,
});

/** Lines over numbers. Screen readers get the table that stands in for the chart, see ChartCard. */
export function LineChart(props: LineChartProps) {
  const t = useTranslations("charts");
  const Engine = engineOf(props.lines) === "svg" ? SvgLines : CanvasLines;
  return (
    <div aria-hidden style={{ height: props.height }} className="min-w-0 select-none" data-chart="">
      <Engine {...props} moreText={(count) => t("more_lines", { count })} />
    </div>
  );
}
