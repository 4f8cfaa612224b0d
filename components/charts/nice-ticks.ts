const [SECOND, MINUTE, HOUR, DAY] = [1_000, 60_000, 3_600_000, 86_400_000];
/** Steps that people count time in, in ms; below and above these, 1, 2 and 5 of each power of ten. */
const TIME_STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((count) => count * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((count) => count * MINUTE),
  ...[1, 2, 3, 6, 12].map((count) => count * HOUR),
];
const MOST_TICKS = 5;

/** Ticks from 0 to beyond `most` at whole steps of time. */
export function timeTicks(most: number): number[] {
  const step = TIME_STEPS.find((each) => each * MOST_TICKS >= most);
  if (most < (TIME_STEPS[0] ?? 0)) return ticksBy(decimalStep(most), most);
  return ticksBy(step ?? decimalStep(most / DAY) * DAY, most);
}

/** Ticks from 0 to beyond `most` at steps of 1, 2 or 5; never less than `least` apart. */
export function numberTicks(most: number, least = 0): number[] {
  return ticksBy(Math.max(decimalStep(most), least), most);
}

/** Ticks at powers of two, as sizes are read. */
export function byteTicks(most: number): number[] {
  return ticksBy(2 ** Math.max(0, Math.ceil(Math.log2(Math.max(most, 1) / MOST_TICKS))), most);
}

function decimalStep(most: number): number {
  if (most <= 0) return 1;
  const power = 10 ** Math.floor(Math.log10(most / MOST_TICKS));
  return [1, 2, 5, 10].map((count) => count * power).find((step) => step * MOST_TICKS >= most) ?? power * 10;
}

function ticksBy(step: number, most: number): number[] {
  const count = Math.max(1, Math.ceil(most / step));
  return Array.from({ length: count + 1 }, (_, at) => at * step);
}
