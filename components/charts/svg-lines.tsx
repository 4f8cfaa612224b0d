"use client";
import { useState } from "react";
import {
  Area,
  CartesianGrid,
  ComposedChart,
  Line as RechartsLine,
  ReferenceArea,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import type { EngineProps } from "./line-chart-props";
import type { Line } from "./lines";
import { readingsAt, widthOf } from "./readout";
import { ReadoutPanel } from "./readout-panel";
import { haveSamePlaces, type Row, rowsOf } from "./svg-rows";

const TICK = { fontSize: 12, fill: "var(--fg-subtle)" };
/** More points than this are a line without dots. */
const MOST_DOTS = 30;
/** A point between two gaps is seen only as a dot. */
const countOf = (points: Line["points"]) => points.filter(({ y }) => y !== null).length;
const colorOf = (color: string) => `var(${color})`;

/** Few lines of few points, with recharts. */
export function SvgLines({
  lines,
  bands = [],
  isLog,
  height,
  formatX,
  formatY,
  ticksY,
  onZoom,
  moreText,
}: EngineProps) {
  const [drag, setDrag] = useState<{ from: number; to: number } | null>(null);
  const rows = rowsOf(lines, bands);
  const connects = !haveSamePlaces(lines);
  const end = () => {
    if (drag && drag.from !== drag.to)
      onZoom?.({ from: Math.min(drag.from, drag.to), to: Math.max(drag.from, drag.to) });
    setDrag(null);
  };
  const at = (label: unknown) => (label === undefined || label === null ? null : Number(label));
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ComposedChart
        data={rows}
        margin={{ top: 8, right: 12, bottom: 0, left: 0 }}
        accessibilityLayer={false}
        onMouseDown={({ activeLabel }) => {
          const x = at(activeLabel);
          if (onZoom && x !== null) setDrag({ from: x, to: x });
        }}
        onMouseMove={({ activeLabel }) => {
          const x = at(activeLabel);
          if (drag && x !== null) setDrag({ ...drag, to: x });
        }}
        onMouseUp={end}
        onMouseLeave={() => setDrag(null)}
      >
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
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={64}
          scale={isLog ? "log" : "linear"}
          domain={ticksY ? [0, ticksY.at(-1) ?? "auto"] : ["auto", "auto"]}
          {...(ticksY ? { ticks: [...ticksY] } : {})}
          allowDataOverflow={isLog || ticksY !== undefined}
          tickFormatter={formatY}
        />
        <Tooltip
          isAnimationActive={false}
          content={({ active, label }) => {
            const x = at(label);
            if (active !== true || x === null) return null;
            const { readings, left } = readingsAt(lines, { x, y: null, reach: widthOf(lines) / 20 });
            return (
              <ReadoutPanel
                title={formatX(x)}
                readings={readings}
                more={left > 0 ? moreText(left) : null}
                formatY={formatY}
              />
            );
          }}
        />
        {bands.map(({ id, look }) => (
          <Area
            key={id}
            dataKey={(row: Row) => row.values[id]}
            stroke="none"
            fill={colorOf(look.color)}
            fillOpacity={0.16}
            connectNulls={connects}
            activeDot={false}
            isAnimationActive={false}
          />
        ))}
        {lines.map(({ id, look, points, isBehind }) => (
          <RechartsLine
            key={id}
            dataKey={(row: Row) => row.values[id]}
            stroke={colorOf(look.color)}
            strokeWidth={isBehind ? 1 : 1.5}
            strokeOpacity={isBehind ? 0.35 : 1}
            strokeDasharray={look.dash.join(" ")}
            connectNulls={connects}
            dot={
              countOf(points) <= MOST_DOTS && !isBehind
                ? { r: 2, fill: colorOf(look.color), strokeDasharray: "none" }
                : false
            }
            activeDot={isBehind ? false : { r: 3 }}
            isAnimationActive={false}
          />
        ))}
        {drag ? <ReferenceArea x1={drag.from} x2={drag.to} fill="var(--accent)" fillOpacity={0.12} /> : null}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
