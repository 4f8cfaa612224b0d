"use client";
import { useTranslations } from "next-intl";
import { ChartCard } from "@/components/charts/chart-card";
import { binsOf, cellsOf } from "./cells";
import type { ChartProps } from "./chart-props";
import { chosen, isOutcome, isParam } from "./chosen";
import { ColumnSelect } from "./column-select";
import { PlotFrame } from "./plot-frame";
import { tintNames, tintOf } from "./tint";
import { TintLegend } from "./tint-legend";
import { useValueText } from "./use-value-text";

const HEIGHT_PX = 380;
/** Narrower cells have no room for a number; the table has it. */
const MIN_TEXT_PX = 52;
const isGiven = ({ kind }: { kind: string }) => kind !== "metrics";

/** The mean of a metric for each pair of values of two parameters. */
export function HeatChart({ columns, view, setView }: ChartProps) {
  const t = useTranslations("comparison_charts");
  const say = useValueText();
  const across = chosen(columns, view.hx, isParam);
  const down = chosen(columns, view.hy, isParam, [across]);
  const outcome = chosen(columns, view.outcome, isOutcome);
  if (!across || !down || !outcome)
    return <p className="p-4 text-fg-muted text-sm">{t("nothing_to_draw")}</p>;
  const [xs, ys] = [binsOf(across, say), binsOf(down, say)];
  const cells = cellsOf({ xs, ys }, outcome);
  const means = cells.map(({ mean }) => mean);
  const [low, high] = [Math.min(...means), Math.max(...means)];
  const middle = (at: number, count: number) => (at + 0.5) / count;
  return (
    <ChartCard
      title={t("heat_title", { metric: outcome.key, x: across.id, y: down.id })}
      description={t("cells", { count: cells.length, all: xs.length * ys.length })}
      fileName={`heat-${outcome.key}`.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}
      height={HEIGHT_PX}
      legend={cells.length > 0 ? tintNames(t("mean_of", { metric: outcome.key }), say(low), say(high)) : []}
      table={() => ({
        head: [across.id, down.id, t("mean_of", { metric: outcome.key }), "n"],
        rows: cells.map(({ x, y, mean, n }) => [xs[x]?.label ?? "", ys[y]?.label ?? "", mean, n]),
      })}
      controls={
        <>
          <ColumnSelect
            label={t("x_axis")}
            columns={columns}
            suits={isGiven}
            value={across}
            onChange={(id) => void setView({ hx: id })}
          />
          <ColumnSelect
            label={t("y_axis")}
            columns={columns}
            suits={isGiven}
            value={down}
            onChange={(id) => void setView({ hy: id })}
          />
          <ColumnSelect
            label={t("metric")}
            columns={columns}
            suits={isOutcome}
            value={outcome}
            onChange={(id) => void setView({ outcome: id })}
          />
        </>
      }
      footer={
        cells.length > 0 ? (
          <TintLegend name={t("mean_of", { metric: outcome.key })} low={say(low)} high={say(high)} />
        ) : null
      }
    >
      <PlotFrame
        height={HEIGHT_PX}
        xs={xs.map(({ label }, at) => ({ place: middle(at, xs.length), text: label }))}
        ys={ys.map(({ label }, at) => ({ place: middle(at, ys.length), text: label }))}
        xName={across.id}
        yName={down.id}
        hasGrid={false}
      >
        {(px) =>
          cells.map(({ x, y, mean, n }) => {
            const [left, right] = [px.x(x / xs.length), px.x((x + 1) / xs.length)];
            const [top, bottom] = [px.y((y + 1) / ys.length), px.y(y / ys.length)];
            return (
              <g key={`${x} ${y}`}>
                <rect
                  x={left + 1}
                  y={top + 1}
                  width={Math.max(0, right - left - 2)}
                  height={Math.max(0, bottom - top - 2)}
                  rx={3}
                  fill={tintOf(low === high ? 0.5 : (mean - low) / (high - low))}
                  fillOpacity={0.35}
                >
                  <title>{`${say(mean)} (n = ${n})`}</title>
                </rect>
                {right - left >= MIN_TEXT_PX ? (
                  <text
                    x={(left + right) / 2}
                    y={(top + bottom) / 2}
                    dy="0.32em"
                    textAnchor="middle"
                    fontSize="12"
                    fill="var(--fg)"
                    pointerEvents="none"
                  >
                    {say(mean)}
                  </text>
                ) : null}
              </g>
            );
          })
        }
      </PlotFrame>
    </ChartCard>
  );
}
