import { type Day, dayRange } from "./repository/partitions";
import type { Range } from "./repository/search";

const HOUR_MS = 3_600_000;

/** A range by the days that have records, the newest first: one partition is searched at a time. */
export function slicesOf(range: Range, days: readonly Day[]): Range[] {
  return days.flatMap((day) => {
    const { from, to } = dayRange(day);
    const slice = { from: later(from, range.from), to: earlier(to, range.to) };
    return Date.parse(slice.from) < Date.parse(slice.to) ? [slice] : [];
  });
}

/** The newer and the older half of a slice that took too long. Null when it is an hour or less. */
export function halves({ from, to }: Range): [Range, Range] | null {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (end - start <= HOUR_MS) return null;
  const middle = new Date(Math.floor((start + end) / 2)).toISOString();
  return [
    { from: middle, to },
    { from, to: middle },
  ];
}

/** As they were written, with all their digits. */
function later(one: string, other: string): string {
  return Date.parse(one) >= Date.parse(other) ? one : other;
}

function earlier(one: string, other: string): string {
  return Date.parse(one) <= Date.parse(other) ? one : other;
}
