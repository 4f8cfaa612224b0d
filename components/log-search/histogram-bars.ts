import type { LogBars } from "@/lib/log-records/schema";
import { LEVELS, type Level } from "./levels";

type Bars = typeof LogBars._output;
export type Bar = {
  start: number;
  end: number;
  total: number;
  levels: Readonly<Partial<Record<Level, number>>>;
};
export type Histogram = {
  from: number;
  to: number;
  /** Null: all of it was counted. Else only what is newer than this. */
  countedTo: number | null;
  bars: readonly Bar[];
  total: number;
  levels: Readonly<Partial<Record<Level, number>>>;
};

/** Every stretch of the range, also those without records, from the pages of a count that went on. */
export function histogramOf(pages: readonly Bars[]): Histogram | null {
  const [first] = pages;
  const last = pages.at(-1);
  if (!first || !last) return null;
  const stepMs = first.step_seconds * 1_000;
  const [from, to] = [Date.parse(first.from), Date.parse(first.to)];
  const counted = new Map<number, Partial<Record<Level, number>>>();
  for (const { start, levels } of pages.flatMap((page) => page.data)) {
    const at = Date.parse(start);
    counted.set(at, sumOf([counted.get(at) ?? {}, levels]));
  }
  const bars: Bar[] = [];
  for (let start = Math.floor(from / stepMs) * stepMs; start < to; start += stepMs) {
    const levels = counted.get(start) ?? {};
    bars.push({ start, end: start + stepMs, total: totalOf(levels), levels });
  }
  const levels = sumOf(bars.map((bar) => bar.levels));
  const countedTo = last.complete ? null : Date.parse(last.searched_to);
  return { from, to, countedTo, bars, total: totalOf(levels), levels };
}

function sumOf(all: readonly Bar["levels"][]): Partial<Record<Level, number>> {
  const sum: Partial<Record<Level, number>> = {};
  for (const levels of all)
    for (const level of LEVELS) {
      const count = levels[level];
      if (count !== undefined) sum[level] = (sum[level] ?? 0) + count;
    }
  return sum;
}

function totalOf(levels: Bar["levels"]): number {
  return Object.values(levels).reduce((sum, count) => sum + count, 0);
}

/** The range that the bars from one to another cover, within the whole. */
export function rangeOfBars({ bars, from, to }: Histogram, one: number, other: number) {
  const [first, last] = [bars[Math.min(one, other)], bars[Math.max(one, other)]];
  return {
    from: new Date(Math.max(first?.start ?? from, from)).toISOString(),
    to: new Date(Math.min(last?.end ?? to, to)).toISOString(),
  };
}

/** Which bar a place from 0 (left) to 1 is in. */
export function barAt(share: number, bars: number): number {
  return Math.min(bars - 1, Math.max(0, Math.floor(share * bars)));
}
