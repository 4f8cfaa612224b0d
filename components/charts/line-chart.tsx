"use client";
import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import type { LineChartProps } from "./line-chart-props";
import { engineOf } from "./lines";

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
