"use client";
import { CartesianGrid, ResponsiveContainer, Scatter, ScatterChart, Tooltip, XAxis, YAxis } from "recharts";
import { TOOLTIP_STYLE } from "@/components/charts/tooltip-style";
import type { Tick } from "./scale";
import { MARKS, type ScatterPoint } from "./scatter-points";

type Props = {
  /** Points of one mark each, with the word that it stands for. */
  groups: readonly { word: string; points: readonly ScatterPoint[] }[];
  xs: readonly Tick[];
  ys: readonly Tick[];
  xName: string;
  yName: string;
  height: number;
  say: (value: number | string) => string;
  onOpen: (index: number) => void;
};

type Shape = { cx?: number | undefined; cy?: number | undefined; payload?: ScatterPoint };

const TICK = { fontSize: 12, fill: "var(--fg-subtle)" };

/** Points by places from 0 to 1 on both axes, so that words and logarithms are axes like any other. */
export function ScatterPlot({ groups, xs, ys, xName, yName, height, say, onOpen }: Props) {
  const textOf = (ticks: readonly Tick[]) => (place: number) =>
    say(ticks.find((tick) => tick.place === place)?.value ?? "");
  const axis = {
    type: "number",
    domain: [-0.03, 1.03],
    tick: TICK,
    tickLine: false,
    axisLine: false,
  } as const;
  return (
    <ResponsiveContainer width="100%" height={height}>
      <ScatterChart margin={{ top: 8, right: 16, bottom: 20, left: 0 }} accessibilityLayer={false}>
        <CartesianGrid stroke="var(--border)" />
        <XAxis
          {...axis}
          dataKey="x"
          ticks={xs.map(({ place }) => place)}
          tickFormatter={textOf(xs)}
          interval="preserveStartEnd"
          label={{ value: xName, position: "insideBottomRight", offset: -14, ...TICK }}
        />
        <YAxis
          {...axis}
          dataKey="y"
          width={80}
          ticks={ys.map(({ place }) => place)}
          tickFormatter={textOf(ys)}
          interval={0}
        />
        <Tooltip
          isAnimationActive={false}
          cursor={false}
          content={({ active, payload }) => {
            const point: ScatterPoint | undefined = payload?.[0]?.payload;
            if (active !== true || !point) return null;
            return (
              <div style={{ ...TOOLTIP_STYLE.contentStyle, padding: "6px 8px" }} className="nums shadow-pop">
                <div style={TOOLTIP_STYLE.labelStyle}>{point.name}</div>
                <div style={TOOLTIP_STYLE.itemStyle}>{`${xName}: ${point.xText}`}</div>
                <div style={TOOLTIP_STYLE.itemStyle}>{`${yName}: ${point.yText}`}</div>
                {point.colorText ? <div style={TOOLTIP_STYLE.itemStyle}>{point.colorText}</div> : null}
              </div>
            );
          }}
        />
        {groups.map(({ word, points }, at) => (
          <Scatter
            key={word}
            name={word}
            data={[...points]}
            isAnimationActive={false}
            className="cursor-pointer"
            shape={({ cx = 0, cy = 0, payload }: Shape) => (
              <path
                transform={`translate(${cx},${cy})`}
                d={MARKS[at % MARKS.length]}
                fill={payload?.color}
                fillOpacity={0.75}
                stroke={payload?.color}
              />
            )}
            onClick={({ payload }: Shape) => payload && onOpen(payload.index)}
          />
        ))}
      </ScatterChart>
    </ResponsiveContainer>
  );
}
