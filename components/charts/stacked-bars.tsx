"use client";
import {
  Bar,
  type BarShapeProps,
  ComposedChart,
  Line,
  Rectangle,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from "recharts";
import { SelectLink } from "@/components/ui/select-link";
import { TOOLTIP_STYLE } from "./tooltip-style";

/** Stacked from below: `base`, then `value` in the row's own colour; `line` runs over the bars. Units are the caller's. */
export type StackedBar = {
  id: string;
  /** Link of a click. */
  href: string;
  label: string;
  /** The same for the axis, where there is little room. */
  short: string;
  base: number;
  value: number;
  line?: number | null;
  color: string;
};

type StackedBarsProps = {
  bars: readonly StackedBar[];
  /** `base` is null where bars have no lower part, `line` where there is none. */
  names: { base: string | null; value: string; line: string | null };
  format: (amount: number) => string;
  /** From 0 to the top. Higher bars are cut there. */
  ticks: readonly number[];
  onSelect: (href: string) => void;
};

const TICK = { fontSize: 12, fill: "var(--fg-subtle)" };

export function StackedBars({ bars, names, format, ticks, onSelect }: StackedBarsProps) {
  const shortOf = new Map(bars.map((bar) => [bar.id, bar.short]));
  const labelOf = new Map(bars.map((bar) => [bar.id, bar.label]));
  return (
    <ResponsiveContainer width="100%" height={280}>
      <ComposedChart
        data={[...bars]}
        margin={{ top: 8, right: 8, bottom: 0, left: 0 }}
        barCategoryGap={1}
        accessibilityLayer={false}
      >
        <XAxis
          dataKey="id"
          tick={TICK}
          tickLine={false}
          axisLine={false}
          minTickGap={32}
          tickFormatter={(id) => shortOf.get(String(id)) ?? ""}
        />
        <YAxis
          tick={TICK}
          tickLine={false}
          axisLine={false}
          width={72}
          tickFormatter={format}
          ticks={[...ticks]}
          domain={[0, ticks.at(-1) ?? "auto"]}
          allowDataOverflow
        />
        <Tooltip
          cursor={{ fill: "var(--surface-3)" }}
          isAnimationActive={false}
          formatter={(amount) => format(Number(amount))}
          labelFormatter={(id) => labelOf.get(String(id)) ?? ""}
          {...TOOLTIP_STYLE}
        />
        {names.base === null ? null : (
          <Bar
            dataKey="base"
            name={names.base}
            stackId="bar"
            fill="var(--state-queued)"
            fillOpacity={0.45}
            isAnimationActive={false}
          />
        )}
        <Bar
          dataKey="value"
          name={names.value}
          stackId="bar"
          isAnimationActive={false}
          shape={({ index, ...box }: BarShapeProps) => {
            const bar = bars[index];
            return bar ? (
              // Not focusable, because the table beside the chart has the same links.
              <SelectLink href={bar.href} tabIndex={-1} onSelect={() => onSelect(bar.href)}>
                <Rectangle {...box} fill={bar.color} />
              </SelectLink>
            ) : (
              <g />
            );
          }}
        />
        {names.line === null ? null : (
          <Line
            dataKey="line"
            name={names.line}
            stroke="var(--fg-muted)"
            strokeDasharray="4 3"
            dot={false}
            activeDot={false}
            isAnimationActive={false}
          />
        )}
      </ComposedChart>
    </ResponsiveContainer>
  );
}
