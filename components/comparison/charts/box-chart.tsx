"use client";
import { useTranslations } from "next-intl";
import { ChartCard } from "@/components/charts/chart-card";
import type { ChartProps } from "./chart-props";
import { chosen, isCategory, isOutcome, isParam } from "./chosen";
import { ColumnSelect } from "./column-select";
import { PlotFrame } from "./plot-frame";
import { type Box, boxOf } from "./quartiles";
import { placeOfNumber, scaleOf, ticksOf, wordsOf } from "./scale";
import { useValueText } from "./use-value-text";

const HEIGHT_PX = 360;
const MOST_BOX_PX = 64;
/** Room above the greatest and below the least value. */
const AIR = 0.05;

/** How a metric is spread over the runs of each value of a parameter or tag. */
export function BoxChart({ columns, view, setView }: ChartProps) {
  const t = useTranslations("comparison_charts");
  const say = useValueText();
  const outcome = chosen(columns, view.outcome, isOutcome);
  const category =
    columns.find(({ id }) => id === view.category) ??
    chosen(columns, null, isCategory) ??
    chosen(columns, null, isParam);
  if (!outcome || !category) return <p className="p-4 text-fg-muted text-sm">{t("nothing_to_draw")}</p>;
  const boxes = wordsOf(category).flatMap((word) => {
    const values = outcome.numbers.filter(
      (value, index) => value !== null && String(category.values[index]) === word,
    );
    const box = boxOf(values.flatMap((value) => value ?? []));
    return box ? [{ word, box }] : [];
  });
  const scale = scaleOf(outcome);
  const place = (value: number) =>
    scale.kind === "words" ? 0.5 : AIR + (1 - 2 * AIR) * placeOfNumber(scale, value);
  const ys =
    scale.kind === "words"
      ? []
      : ticksOf(scale).map(({ value }) => ({ place: place(Number(value)), text: say(value) }));
  return (
    <ChartCard
      title={t("box_title", { metric: outcome.key, by: category.id })}
      fileName={`box-${outcome.key}`.replaceAll(/[^\p{L}\p{N}._-]+/gu, "-")}
      height={HEIGHT_PX}
      table={() => ({
        head: [category.id, "n", t("low"), "Q1", t("median"), "Q3", t("high"), t("mean"), t("outliers")],
        rows: boxes.map(({ word, box }) => [
          word,
          ...[box.n, box.low, box.q1, box.median, box.q3, box.high, box.mean],
          box.outliers.join(" "),
        ]),
      })}
      controls={
        <>
          <ColumnSelect
            label={t("metric")}
            columns={columns}
            suits={isOutcome}
            value={outcome}
            onChange={(id) => void setView({ outcome: id })}
          />
          <ColumnSelect
            label={t("category")}
            columns={columns}
            suits={({ kind }) => kind !== "metrics"}
            value={category}
            onChange={(id) => void setView({ category: id })}
          />
        </>
      }
    >
      <PlotFrame
        height={HEIGHT_PX}
        xs={boxes.map(({ word, box }, at) => ({
          place: (at + 0.5) / boxes.length,
          text: `${word} (${box.n})`,
        }))}
        ys={ys}
        xName={category.id}
        yName={outcome.key}
        hasGrid
      >
        {({ x, y }) =>
          boxes.map(({ word, box }, at) => (
            <BoxMark
              key={word}
              box={box}
              center={x((at + 0.5) / boxes.length)}
              width={Math.min(MOST_BOX_PX, x(0.6 / boxes.length))}
              y={(value) => y(place(value))}
            />
          ))
        }
      </PlotFrame>
    </ChartCard>
  );
}

type MarkProps = { box: Box; center: number; width: number; y: (value: number) => number };

function BoxMark({ box, center, width, y }: MarkProps) {
  const half = width / 2;
  const [top, bottom] = [Math.min(y(box.q3), y(box.q1)), Math.max(y(box.q3), y(box.q1))];
  return (
    <g transform={`translate(${center},0)`} stroke="var(--chart-1)" strokeWidth="1.5">
      <line y1={y(box.high)} y2={top} />
      <line y1={bottom} y2={y(box.low)} />
      <line x1={-half / 2} x2={half / 2} y1={y(box.high)} y2={y(box.high)} />
      <line x1={-half / 2} x2={half / 2} y1={y(box.low)} y2={y(box.low)} />
      <rect
        x={-half}
        width={width}
        y={top}
        height={Math.max(1, bottom - top)}
        fill="var(--chart-1)"
        fillOpacity="0.16"
      />
      <line x1={-half} x2={half} y1={y(box.median)} y2={y(box.median)} strokeWidth="2.5" />
      <path
        d={`M-4,${y(box.mean)}L0,${y(box.mean) - 4}L4,${y(box.mean)}L0,${y(box.mean) + 4}Z`}
        fill="var(--surface)"
      />
      {box.outliers.map((value, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: equal outliers are the same mark
        <circle key={at} cy={y(value)} r="3" fill="none" />
      ))}
    </g>
  );
}
