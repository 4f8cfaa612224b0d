"use client";
import { useTranslations } from "next-intl";
import { ChartCard } from "@/components/charts/chart-card";
import { useWidth } from "@/components/charts/use-width";
import { AxesPicker } from "./axes-picker";
import { type Brush, isWithin, withBrush } from "./brush";
import type { ChartProps } from "./chart-props";
import { chosen, isOutcome, usualAxes } from "./chosen";
import { ColumnSelect } from "./column-select";
import { ParallelAxis } from "./parallel-axis";
import { RangeInputs } from "./range-inputs";
import { placeOn, scaleOf } from "./scale";
import { tintNames, tintOf } from "./tint";
import { TintLegend } from "./tint-legend";
import { useValueText } from "./use-value-text";

const HEIGHT_PX = 300;
const MARGIN = { top: 36, bottom: 12, side: 72 };
/** Closer axes have no room for their values; the chart scrolls then. */
const MIN_GAP_PX = 110;

/** Each run is a line over all axes; runs within the drawn stretches stand out. */
export function ParallelChart({ names, columns, view, setView }: ChartProps) {
  const t = useTranslations("comparison_charts");
  const say = useValueText();
  const { ref, width } = useWidth<HTMLDivElement>();
  const ids = view.axes ?? usualAxes(columns);
  const axes = ids.flatMap((id) => {
    const column = columns.find((one) => one.id === id);
    return column ? [{ column, scale: scaleOf(column) }] : [];
  });
  const color = chosen(columns, view.color, isOutcome);
  const tints = color ? scaleOf(color) : null;
  const brushes = (view.brush ?? []).filter(({ column }) => axes.some((axis) => axis.column.id === column));
  const brush = (column: string, stretch: { from: number; to: number }) => {
    const next: Brush[] = withBrush(brushes, { column, ...stretch });
    void setView({ brush: next.length === 0 ? null : next });
  };
  const places = names.map((_, index) => axes.map(({ column, scale }) => placeOn(scale, column, index)));
  const within = places.map((run) =>
    isWithin(brushes, (id) => run[axes.findIndex(({ column }) => column.id === id)] ?? null),
  );
  const drawn = Math.max(width, 2 * MARGIN.side + (axes.length - 1) * MIN_GAP_PX);
  const x = (axis: number) =>
    axes.length < 2 ? drawn / 2 : MARGIN.side + (axis * (drawn - 2 * MARGIN.side)) / (axes.length - 1);
  const lines = names
    .map((name, index) => ({ name, index, isIn: within[index] ?? false }))
    // Those that stand out are drawn last.
    .sort((one, other) => Number(one.isIn) - Number(other.isIn));
  return (
    <ChartCard
      title={t("charts.parallel")}
      description={t("within_ranges", { count: within.filter(Boolean).length, all: names.length })}
      fileName="parallel-coordinates"
      height={HEIGHT_PX + MARGIN.top + MARGIN.bottom}
      legend={
        color && tints && tints.kind !== "words" ? tintNames(color.id, say(tints.low), say(tints.high)) : []
      }
      table={() => ({
        head: [t("run"), ...axes.map(({ column }) => column.id), t("in_ranges")],
        rows: names.map((name, index) => [
          name,
          ...axes.map(({ column }) => column.values[index] ?? null),
          t(within[index] ? "yes" : "no"),
        ]),
      })}
      controls={
        <>
          <AxesPicker columns={columns} axes={ids} onChange={(next) => void setView({ axes: [...next] })} />
          <ColumnSelect
            label={t("color")}
            columns={columns}
            suits={({ isNumeric }) => isNumeric}
            value={color}
            onChange={(id) => void setView({ color: id })}
          />
        </>
      }
      footer={
        <>
          {color && tints && tints.kind !== "words" ? (
            <TintLegend name={color.id} low={say(tints.low)} high={say(tints.high)} />
          ) : null}
          <div className="mt-3 grid gap-2 sm:grid-cols-2 lg:grid-cols-3 xl:grid-cols-4">
            {axes.map(({ column, scale }) => (
              <RangeInputs
                key={column.id}
                column={column.id}
                scale={scale}
                brush={brushes.find((one) => one.column === column.id)}
                say={say}
                onBrush={(stretch) => brush(column.id, stretch)}
              />
            ))}
          </div>
        </>
      }
    >
      <div ref={ref} className="min-w-0 overflow-x-auto">
        <svg
          aria-hidden
          data-chart-svg=""
          width={drawn}
          height={HEIGHT_PX + MARGIN.top + MARGIN.bottom}
          className="select-none"
        >
          <g transform={`translate(0,${MARGIN.top})`}>
            {lines.map(({ name, index, isIn }) => (
              <path
                key={name}
                d={pathOf(places[index] ?? [], x)}
                fill="none"
                stroke={
                  isIn ? tintOf(color && tints ? placeOn(tints, color, index) : null) : "var(--fg-subtle)"
                }
                strokeWidth={isIn ? 1.5 : 1}
                strokeOpacity={isIn ? 0.85 : 0.18}
                className="hover:[stroke-width:3px]"
              >
                <title>{name}</title>
              </path>
            ))}
            {axes.map(({ column, scale }, axis) => (
              <ParallelAxis
                key={column.id}
                name={column.key}
                scale={scale}
                x={x(axis)}
                height={HEIGHT_PX}
                brush={brushes.find((one) => one.column === column.id)}
                say={say}
                onBrush={(stretch) => brush(column.id, stretch)}
              />
            ))}
          </g>
        </svg>
      </div>
    </ChartCard>
  );
}

/** A run without a value on an axis has a gap there. */
function pathOf(places: readonly (number | null)[], x: (axis: number) => number): string {
  return places
    .map((place, axis) => {
      if (place === null) return "";
      const command = axis > 0 && places[axis - 1] !== null ? "L" : "M";
      return `${command}${x(axis).toFixed(1)},${(HEIGHT_PX * (1 - place)).toFixed(1)}`;
    })
    .join("");
}
