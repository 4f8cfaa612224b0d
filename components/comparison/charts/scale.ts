import type { Column } from "./columns";

/**
 * Places on an axis between 0 and 1. Words stand at equal distances; numbers at their value, or its logarithm. `marks` are
 * the values themselves where there are few.
 */
export type Scale =
  | { kind: "linear" | "log"; low: number; high: number; marks?: readonly number[] }
  | { kind: "words"; words: readonly string[] };

/** Positive values that span more than this are read on a logarithmic axis: learning rates are. */
const LOG_FROM = 100;
const FEW_VALUES = 3;
const MOST_MARKS = 10;
/** Marks that are closer than this share of the axis would lie on each other. */
const LEAST_GAP = 0.06;

export function scaleOf(column: Column): Scale {
  const numbers = column.numbers.filter((value) => value !== null);
  if (!column.isNumeric || numbers.length === 0) return { kind: "words", words: wordsOf(column) };
  const [low, high] = [Math.min(...numbers), Math.max(...numbers)];
  const isWide = low > 0 && high / low >= LOG_FROM;
  // Values such as 0.001, 0.01 and 0.1 stand in ratios, not in steps.
  const isGeometric = low > 0 && high / low >= LOG_FROM / 10 && new Set(numbers).size >= FEW_VALUES;
  const kind = isWide || (isGeometric && column.kind === "params") ? "log" : "linear";
  const few = [...new Set(numbers)].sort((one, other) => one - other);
  const isMarked = column.kind !== "metrics" && few.length <= MOST_MARKS;
  return isMarked ? { kind, low, high, marks: few } : { kind, low, high };
}

/** Numbers first, by size; then words by name. */
export function wordsOf(column: Column): string[] {
  const words = column.values.flatMap((value) => (value === null ? [] : [String(value)]));
  return [...new Set(words)].sort((one, other) => {
    const [a, b] = [Number(one), Number(other)];
    if (!Number.isNaN(a) && !Number.isNaN(b)) return a - b;
    if (Number.isNaN(a) !== Number.isNaN(b)) return Number.isNaN(a) ? 1 : -1;
    return one < other ? -1 : 1;
  });
}

/** Null where the run has no value there. One value alone stands in the middle. */
export function placeOn(scale: Scale, column: Column, index: number): number | null {
  if (scale.kind === "words") {
    const value = column.values[index];
    const at = value === null || value === undefined ? -1 : scale.words.indexOf(String(value));
    if (at < 0) return null;
    return scale.words.length === 1 ? 0.5 : at / (scale.words.length - 1);
  }
  const value = column.numbers[index];
  return value === null || value === undefined ? null : placeOfNumber(scale, value);
}

export function placeOfNumber(scale: Exclude<Scale, { kind: "words" }>, value: number): number {
  const { kind, low, high } = scale;
  if (low === high) return 0.5;
  return kind === "log" ? Math.log(value / low) / Math.log(high / low) : (value - low) / (high - low);
}

export function numberAt(scale: Exclude<Scale, { kind: "words" }>, place: number): number {
  const { kind, low, high } = scale;
  return kind === "log" ? low * (high / low) ** place : low + (high - low) * place;
}

export type Tick = { place: number; value: number | string };
const TICKS = 5;
/** Words between which there is no room are left out; the table has them all. */
const MOST_WORDS = 24;

/** Round numbers within the scale, with both ends of a logarithmic one. */
export function ticksOf(scale: Scale): Tick[] {
  if (scale.kind === "words") {
    const { words } = scale;
    const every = Math.ceil(words.length / MOST_WORDS);
    return words
      .map((value, at) => ({ value, place: words.length === 1 ? 0.5 : at / (words.length - 1) }))
      .filter((_, at) => at % every === 0);
  }
  if (scale.low === scale.high) return [{ place: 0.5, value: scale.low }];
  if (scale.marks) return apart(scale.marks.map((value) => ({ value, place: placeOfNumber(scale, value) })));
  const values =
    scale.kind === "log" ? decades(scale.low, scale.high) : roundSteps(scale.low, scale.high, TICKS);
  return values.map((value) => ({ value, place: placeOfNumber(scale, value) }));
}

function apart(ticks: readonly Tick[]): Tick[] {
  const kept: Tick[] = [];
  for (const tick of ticks) if (tick.place - (kept.at(-1)?.place ?? -1) >= LEAST_GAP) kept.push(tick);
  return kept;
}

function decades(low: number, high: number): number[] {
  const inner: number[] = [];
  for (let power = Math.ceil(Math.log10(low)); 10 ** power <= high; power += 1) inner.push(10 ** power);
  const far = inner.filter((value) => value / low > 2 && high / value > 2);
  return [low, ...far, high];
}

/** Multiples of 1, 2 or 5 times a power of ten. */
export function roundSteps(low: number, high: number, count: number): number[] {
  const rough = (high - low) / count;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = ([1, 2, 5].find((times) => times * power >= rough) ?? 10) * power;
  const first = Math.ceil(low / step);
  const values: number[] = [];
  for (let at = first; at * step <= high; at += 1) values.push(Number((at * step).toPrecision(12)));
  return values;
}
