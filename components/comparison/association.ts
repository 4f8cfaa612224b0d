import type { Cell, Comparison, ComparisonRow } from "@/lib/comparison/schema";
import { SECTIONS, type SectionName } from "@/lib/comparison/values";

/** Below this many runs even perfect order says little: four runs stand in a given order by chance once in 24 times. */
export const LEAST_RUNS = 5;

export type Association =
  | {
      kind: "measured";
      /** spearman: numbers, -1 to 1. ratio: groups, 0 to 1. */
      measure: "spearman" | "ratio";
      value: number;
      /** Runs that have both. */
      n: number;
    }
  | { kind: "too_few"; n: number }
  /** The metric is the same in all runs, or so is the row, or each run has a value of its own. */
  | { kind: "none"; n: number };

/**
 * How far a row goes along with a metric. Numbers: Spearman's rank correlation, over the runs that have the row. Anything
 * else: the correlation ratio, corrected for the number of groups, where a missing value is a group as well.
 */
export function associationOf(values: readonly Cell[], metric: readonly Cell[]): Association {
  const pairs = metric.flatMap((y, at) => (typeof y === "number" ? [{ x: values[at] ?? null, y }] : []));
  const numbers = pairs.flatMap(({ x, y }) => {
    const number = numberOf(x);
    return number === null ? [] : [{ x: number, y }];
  });
  const given = pairs.filter(({ x }) => x !== null).length;
  const areNumbers = numbers.length === given && new Set(numbers.map(({ x }) => x)).size > 2;
  const { length: n } = areNumbers ? numbers : pairs;
  if (n < LEAST_RUNS) return { kind: "too_few", n };
  const value = areNumbers ? spearman(numbers) : correlationRatio(pairs);
  return value === null
    ? { kind: "none", n }
    : { kind: "measured", measure: areNumbers ? "spearman" : "ratio", value, n };
}

function numberOf(cell: Cell): number | null {
  if (typeof cell === "number") return cell;
  if (cell === null || !/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i.test(cell)) return null;
  const value = Number(cell);
  return Number.isFinite(value) ? value : null;
}

function spearman(pairs: readonly { x: number; y: number }[]): number | null {
  return pearson(ranksOf(pairs.map(({ x }) => x)), ranksOf(pairs.map(({ y }) => y)));
}

/** Equal values share the mean of their places. */
function ranksOf(values: readonly number[]): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  const first = new Map<number, number>();
  const count = new Map<number, number>();
  for (const [place, value] of sorted.entries()) {
    if (!first.has(value)) first.set(value, place);
    count.set(value, (count.get(value) ?? 0) + 1);
  }
  return values.map((value) => (first.get(value) ?? 0) + ((count.get(value) ?? 1) - 1) / 2);
}

function pearson(xs: readonly number[], ys: readonly number[]): number | null {
  const [meanX, meanY] = [meanOf(xs), meanOf(ys)];
  let [xy, xx, yy] = [0, 0, 0];
  for (const [at, x] of xs.entries()) {
    const [dx, dy] = [x - meanX, (ys[at] ?? meanY) - meanY];
    xy += dx * dy;
    xx += dx * dx;
    yy += dy * dy;
  }
  return xx === 0 || yy === 0 ? null : clamp(xy / Math.sqrt(xx * yy), -1);
}

/** Epsilon: eta without the part that as many groups would explain by chance. Null without two groups or one repeated. */
function correlationRatio(pairs: readonly { x: Cell; y: number }[]): number | null {
  // As ranks, so that one run that is far off does not decide, and no size of a metric overflows.
  const ranks = ranksOf(pairs.map(({ y }) => y));
  const groups = new Map<Cell, number[]>();
  for (const [at, { x }] of pairs.entries()) {
    const group = groups.get(x) ?? [];
    group.push(ranks[at] ?? 0);
    groups.set(x, group);
  }
  const [n, k] = [pairs.length, groups.size];
  const all = spreadOf(ranks);
  if (k < 2 || k === n || all === 0) return null;
  const within = [...groups.values()].reduce((sum, group) => sum + spreadOf(group), 0);
  return Math.sqrt(clamp(1 - (within / all) * ((n - 1) / (n - k)), 0));
}

/** The sum of squared distances from the mean. */
function spreadOf(values: readonly number[]): number {
  const mean = meanOf(values);
  return values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
}

function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function clamp(value: number, least: number): number {
  return Math.min(1, Math.max(least, value));
}

/** How strong it is in either direction; what was not measured comes last. */
export function strengthOf(association: Association): number {
  return association.kind === "measured" ? Math.abs(association.value) : -1;
}

export type Ranked = { section: SectionName; row: ComparisonRow; association: Association };

/** Everything that differs but other metrics, the strongest first. */
export function rankedBy(sections: Comparison["sections"], metric: readonly Cell[]): Ranked[] {
  return SECTIONS.filter((section) => section !== "metrics")
    .flatMap((section) => (sections[section]?.rows ?? []).map((row) => ({ section, row })))
    .filter(({ row }) => row.differs)
    .map(({ section, row }) => ({ section, row, association: associationOf(row.values, metric) }))
    .sort((one, other) => strengthOf(other.association) - strengthOf(one.association));
}
