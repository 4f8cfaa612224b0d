"use client";
import {
  CartesianGrid,
  Line,
  LineChart as Recharts,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { TOOLTIP_STYLE } from "./tooltip-style";

export type LinePoint = { x: number; y: number | null };

type LineChartProps = {
  points: readonly LinePoint[];
  /** What the line is of. */
  name: string;
  isLog: boolean;
  formatX: (x: number) => string;
  formatY: (y: number) => string;
};

const TICK = { fontSize: 12, fill: "var(--fg-subtle)" };
/** More points than this are a line without dots. */
const MOST_DOTS = 30;

/** One line over numbers. A logarithmic axis has no place for what is not greater than 0: there the line has a gap. */
export function LineChart({ points, name, isLog, formatX, formatY }: LineChartProps) {
  const drawn = points.map(({ x, y }) => ({ x, y: isLog && y !== null && y <= 0 ? null : y }));
  return (
    <ResponsiveContainer width="100%" height={200}>
      <Recharts data={drawn} margin={{ top: 8, right: 12, bottom: 0, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid vertical={false} stroke="var(--border)" />
        <XAxis
          dataKey="x"
          type="number"
          domain={["dataMin", "dataMax"]}
          tick={TICK}
          tickLine={false}
          axisLine={false}
          tickFormatter={formatX}
          minTickGap={32}
        />
        <YAxis
          dataKey="y"
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={64}
          scale={isLog ? "log" : "linear"}
          domain={["auto", "auto"]}
          allowDataOverflow={isLog}
          tickFormatter={formatY}
        />
        <Tooltip
          isAnimationActive={false}
          labelFormatter={(x) => formatX(Number(x))}
          formatter={(y) => formatY(Number(y))}
          {...TOOLTIP_STYLE}
        />
        <Line
          dataKey="y"
          name={name}
          stroke="var(--accent)"
          strokeWidth={1.5}
          dot={drawn.length <= MOST_DOTS ? { r: 2, fill: "var(--accent)" } : false}
          isAnimationActive={false}
        />
      </Recharts>
    </ResponsiveContainer>
  );
}
