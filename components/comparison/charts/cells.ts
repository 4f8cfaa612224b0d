import type { Column } from "./columns";
import { scaleOf, wordsOf } from "./scale";

/** A row or column of the heat map: one value, or a stretch of numbers. */
export type Bin = { label: string; holds: (index: number) => boolean };
export type Cell = { x: number; y: number; mean: number; n: number };

/** More distinct numbers than this are put into stretches of equal width. */
const MOST_VALUES = 12;
const STRETCHES = 8;

export function binsOf(column: Column, say: (value: number) => string): Bin[] {
  const words = wordsOf(column);
  const scale = scaleOf(column);
  if (words.length <= MOST_VALUES || scale.kind === "words")
    return words.map((word) => ({ label: word, holds: (index) => String(column.values[index]) === word }));
  const edge = (at: number) =>
    scale.kind === "log"
      ? scale.low * (scale.high / scale.low) ** (at / STRETCHES)
      : scale.low + ((scale.high - scale.low) * at) / STRETCHES;
  return Array.from({ length: STRETCHES }, (_, at) => ({
    label: `${say(edge(at))} – ${say(edge(at + 1))}`,
    holds: (index) => {
      const value = column.numbers[index] ?? null;
      if (value === null) return false;
      const isLast = at === STRETCHES - 1;
      return (at === 0 || value >= edge(at)) && (isLast || value < edge(at + 1));
    },
  }));
}

/** The mean of the metric in each cell that has a run with a finite value. */
export function cellsOf({ xs, ys }: { xs: readonly Bin[]; ys: readonly Bin[] }, metric: Column): Cell[] {
  return xs.flatMap((across, x) =>
    ys.flatMap((down, y) => {
      const values = metric.numbers.filter(
        (value, index) => value !== null && across.holds(index) && down.holds(index),
      );
      const sum = values.reduce<number>((total, value) => total + (value ?? 0), 0);
      return values.length === 0 ? [] : [{ x, y, mean: sum / values.length, n: values.length }];
    }),
  );
}
