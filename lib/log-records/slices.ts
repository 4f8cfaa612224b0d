import { type DayParts, dayRange } from "./repository/partitions";
import type { Range } from "./repository/search";

const HOUR_MS = 3_600_000;
/** Read without an index in a fraction of a second. */
const SCANNED_ROWS = 200_000;

/** A part of a range that one statement searches. `indexed`: it is of days that have their indexes. */
export type Slice = Range & { indexed: boolean };

/**
 * A range by the days that have records, the newest first. A day that has no indexes yet is cut where it has so many
 * records, at whole hours: the first of them are there as soon as possible, however many a day brings.
 */
export function slicesOf(range: Range, days: readonly DayParts[]): Slice[] {
  return days.flatMap(({ day, sealed, hours }) => {
    const { from, to } = dayRange(day);
    const whole = { from: later(from, range.from), to: earlier(to, range.to) };
    if (Date.parse(whole.from) >= Date.parse(whole.to)) return [];
    return sealed ? [{ ...whole, indexed: true }] : cut(whole, hours);
  });
}

function cut({ from, to }: Range, hours: DayParts["hours"]): Slice[] {
  const slices: Slice[] = [];
  let end = to;
  let rows = 0;
  for (const hour of hours.toSorted((one, other) => other.at.getTime() - one.at.getTime())) {
    const start = hour.at.toISOString();
    rows += hour.rows;
    if (rows < SCANNED_ROWS || hour.at.getTime() <= Date.parse(from) || hour.at.getTime() >= Date.parse(end))
      continue;
    slices.push({ from: start, to: end, indexed: false });
    end = start;
    rows = 0;
  }
  return [...slices, { from, to: end, indexed: false }];
}

/**
 * The same for a search that ends when it has enough: the newest day with indexes alone, then two, four and eight of them by one
 * statement each. What is rare is found in few steps, and what is not by the first.
 */
export function widening(slices: readonly Slice[]): Slice[] {
  const wider: Slice[] = [];
  let [held, room] = [0, 1];
  for (const slice of slices) {
    const last = wider.at(-1);
    if (last?.indexed && slice.indexed && held < room) {
      last.from = slice.from;
      held += 1;
    } else {
      if (last?.indexed && slice.indexed) room = Math.min(2 * room, MOST_DAYS);
      held = 1;
      wider.push({ ...slice });
    }
  }
  return wider;
}

const MOST_DAYS = 8;

/** The newer and the older half of a slice that took too long. Null when it is an hour or less. */
export function halves({ from, to, indexed }: Slice): [Slice, Slice] | null {
  const [start, end] = [Date.parse(from), Date.parse(to)];
  if (end - start <= HOUR_MS) return null;
  const middle = new Date(Math.floor((start + end) / 2)).toISOString();
  return [
    { from: middle, to, indexed },
    { from, to: middle, indexed },
  ];
}

/** As they were written, with all their digits. */
function later(one: string, other: string): string {
  return Date.parse(one) >= Date.parse(other) ? one : other;
}

function earlier(one: string, other: string): string {
  return Date.parse(one) <= Date.parse(other) ? one : other;
}
