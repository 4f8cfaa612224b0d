"use client";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ChartCard } from "@/components/charts/chart-card";
import { trainingRunHref } from "@/components/experiments/queries";
import type { ChartProps } from "./chart-props";
import { chosen, isOutcome, isParam } from "./chosen";
import { ColumnSelect } from "./column-select";
import { MarkLegend } from "./mark-legend";
import { scaleOf, ticksOf } from "./scale";
import { scatterGroups } from "./scatter-points";
import { tintNames } from "./tint";
import { TintLegend } from "./tint-legend";
import { useValueText } from "./use-value-text";

const ScatterPlot = dynamic(() => import("./scatter-plot").then((module) => module.ScatterPlot), {
  ssr: false,
});

const HEIGHT_PX = 380;
const isAny = () => true;

/** A point for each run by any two of its values, coloured by a third. */
export function ScatterRuns({ runs, names, columns, view, setView }: ChartProps) {
  const t = useTranslations("comparison_charts");
  const router = useRouter();
  const say = useValueText();
  const x = chosen(columns, view.sx, isParam) ?? columns[0];
  const y = chosen(columns, view.sy, isOutcome, [x]) ?? columns[0];
  const color = columns.find(({ id }) => id === view.color);
  if (!x || !y) return <p className="p-4 text-fg-muted text-sm">{t("nothing_to_draw")}</p>;
  const groups = scatterGroups({ names, x, y, color, say, none: t("no_value") });
  const tints = color?.isNumeric ? scaleOf(color) : null;
  const placed = groups.reduce((sum, { points }) => sum + points.length, 0);
  const others = color ? [color] : [];
  return (
    <ChartCard
      title={t("scatter_title", { x: x.id, y: y.id })}
      description={placed < runs.length ? t("runs_left_out", { count: runs.length - placed }) : null}
      fileName="scatter"
      height={HEIGHT_PX}
      legend={
        color && tints && tints.kind !== "words"
          ? tintNames(color.id, say(tints.low), say(tints.high))
          : color
            ? groups.map(({ word, look }) => ({ name: word, look }))
            : []
      }
      table={() => ({
        head: [t("run"), ...new Set([x, y, ...others].map(({ id }) => id))],
        rows: names.map((name, index) => [
          name,
          ...[...new Set([x, y, ...others])].map(({ values }) => values[index] ?? null),
        ]),
      })}
      controls={
        <>
          <ColumnSelect
            label={t("x_axis")}
            columns={columns}
            suits={isAny}
            value={x}
            onChange={(id) => void setView({ sx: id })}
          />
          <ColumnSelect
            label={t("y_axis")}
            columns={columns}
            suits={isAny}
            value={y}
            onChange={(id) => void setView({ sy: id })}
          />
          <ColumnSelect
            label={t("color")}
            columns={columns}
            suits={isAny}
            value={color}
            none={t("no_color")}
            onChange={(id) => void setView({ color: id })}
          />
        </>
      }
      footer={
        color && tints && tints.kind !== "words" ? (
          <TintLegend name={color.id} low={say(tints.low)} high={say(tints.high)} />
        ) : color ? (
          <MarkLegend label={t("legend")} groups={groups} />
        ) : null
      }
    >
      <div data-chart="" aria-hidden style={{ height: HEIGHT_PX }}>
        <ScatterPlot
          groups={groups}
          xs={ticksOf(scaleOf(x))}
          ys={ticksOf(scaleOf(y))}
          xName={x.id}
          yName={y.id}
          height={HEIGHT_PX}
          say={say}
          onOpen={(index) => {
            const run = runs[index];
            if (run) router.push(trainingRunHref(run.experiment_id, run.id));
          }}
        />
      </div>
    </ChartCard>
  );
}
